using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// One message of a stream, the same for both streaming methods. Immutable as long as the carried message is not changed; safe to read from
/// any thread.
/// </summary>
public sealed class ReceivedMessage
{
    internal ReceivedMessage(int number, ReceivedMessageKind kind, IMessage? content, string sequenceId)
    {
        Number = number;
        Kind = kind;
        Content = content;
        SequenceId = sequenceId;
    }

    /// <summary>Place in the stream: 1 is the first message, which is the configuration when the client keeps to the protocol.</summary>
    public int Number { get; }

    /// <summary>What the message carries.</summary>
    public ReceivedMessageKind Kind { get; }

    /// <summary>
    /// The client's sequence id (number <em>seen</em> on StreamCallSession, <em>assumed</em> on StreamCallSessionAudio); empty without one.
    /// </summary>
    public string SequenceId { get; }

    /// <summary>The configuration; null when the message carries something else.</summary>
    public StreamingConfig? Configuration => Content as StreamingConfig;

    /// <summary>
    /// Audio, headerless mono samples in the encoding of the configuration; null when the message carries something else.
    /// </summary>
    public AudioContent? Audio => Content as AudioContent;

    /// <summary>The call event; null when the message carries something else.</summary>
    public SessionEvent? SessionEvent => Content as SessionEvent;

    /// <summary>The pause or resume; null when the message carries something else.</summary>
    public AudioEvent? AudioEvent => Content as AudioEvent;

    internal IMessage? Content { get; }
}
