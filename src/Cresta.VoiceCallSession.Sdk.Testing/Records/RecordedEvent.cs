using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>An event that came on a stream. Immutable as long as the carried message is not changed.</summary>
public sealed class RecordedEvent
{
    internal RecordedEvent(ReceivedMessage message, DateTimeOffset receivedAt)
    {
        MessageNumber = message.Number;
        SequenceId = message.SequenceId;
        SessionEvent = message.SessionEvent;
        AudioEvent = message.AudioEvent;
        ReceivedAt = receivedAt;
    }

    /// <summary>Place in the stream, counted from 1, the configuration.</summary>
    public int MessageNumber { get; }

    /// <summary>The client's sequence id; empty without one.</summary>
    public string SequenceId { get; }

    /// <summary>The call event (<em>seen</em>); null for a pause or resume.</summary>
    public SessionEvent? SessionEvent { get; }

    /// <summary>The pause or resume (<em>assumed</em>); null for a call event.</summary>
    public AudioEvent? AudioEvent { get; }

    /// <summary>When it came, by the server's <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset ReceivedAt { get; }
}
