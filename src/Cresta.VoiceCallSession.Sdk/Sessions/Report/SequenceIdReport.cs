namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Messages by their fate on the wire.</summary>
public sealed class SequenceIdReport
{
    /// <summary>Messages that were written, the configuration included.</summary>
    public long Sent { get; init; }

    /// <summary>Messages that the server acknowledged.</summary>
    public long Acknowledged { get; init; }
}
