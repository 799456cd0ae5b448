namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Messages by their disposition on the wire.</summary>
public sealed class SequenceIdReport
{
    /// <summary>Messages that were written, the configuration included.</summary>
    public long Sent { get; init; }

    /// <summary>Messages that the server acknowledged.</summary>
    public long Acknowledged { get; init; }

    /// <summary>
    /// Messages that were written again on a further stream, each time counted. The server may have them twice, under the same ids.
    /// </summary>
    public long Replayed { get; init; }

    /// <summary>Messages that were written and never answered for.</summary>
    public long Unacknowledged { get; init; }
}
