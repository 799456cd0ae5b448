namespace Cresta.VoiceCallSession.Sdk;

/// <summary>One event of a call.</summary>
public sealed class EventReport
{
    /// <summary>The type by its name on the wire, for example <c>CALL_STARTED</c>, or its number where we have no name.</summary>
    public string Type { get; init; } = "";

    /// <summary>The id that the event was sent under.</summary>
    public string SequenceId { get; init; } = "";

    /// <summary>Whether the server acknowledged it.</summary>
    public bool Acknowledged { get; init; }
}
