using System.Text.Json.Serialization;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>A status in a script file.</summary>
internal sealed class StatusEntry
{
    [JsonRequired]
    public string Code { get; set; } = "";

    public string? Message { get; set; }

    public int? RetryDelayMs { get; set; }

    public IReadOnlyDictionary<string, string> Trailers { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ScriptedStatus ToStatus()
    {
        var code = StatusName.Parse(Code);
        var status = Message is null ? new ScriptedStatus(code) : new ScriptedStatus(code, Message);
        if (RetryDelayMs is { } delay)
        {
            status = status.WithRetryInfo(TimeSpan.FromMilliseconds(delay));
        }

        return Trailers.Aggregate(status, (current, trailer) => current.WithTrailer(trailer.Key, trailer.Value));
    }
}
