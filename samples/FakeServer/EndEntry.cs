using System.Text.Json.Serialization;

namespace FakeServer;

/// <summary>An end with a status in a script file.</summary>
internal sealed class EndEntry
{
    [JsonRequired]
    public int After { get; set; }

    [JsonRequired]
    public StatusEntry Status { get; set; } = new();
}
