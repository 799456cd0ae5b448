namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>An event's line in the report, while its disposition is still open.</summary>
internal sealed class EventRecord(string type)
{
    public string Type { get; } = type;

    public string SequenceId { get; set; } = string.Empty;

    public bool Acknowledged { get; set; }
}
