using System.Text.Json.Serialization;

namespace FakeServer;

/// <summary>A failing status for one message in a script file.</summary>
internal sealed class FailureEntry
{
    [JsonRequired]
    public int Message { get; set; }

    [JsonRequired]
    public StatusEntry Status { get; set; } = new();
}
