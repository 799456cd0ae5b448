using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Messages;

namespace Cresta.VoiceCallSession.V1;

/// <summary>One message of a call: its configuration, audio or an event (names documented, numbers seen).</summary>
public sealed partial class StreamCallSessionRequest : ISequenced
{
    /// <summary>The configuration, which is first in every stream.</summary>
    /// <param name="config">The configuration. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="config"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="config"/> is not valid.</exception>
    public static StreamCallSessionRequest ForConfig(StreamingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        MessageRules.ThrowIfInvalid(config, nameof(config));
        return new StreamCallSessionRequest { StreamingConfig = config };
    }

    /// <summary>Audio of one participant.</summary>
    /// <param name="audio">Headerless mono samples, coded as the configuration says. They are copied.</param>
    /// <param name="participant">Whose audio it is, with a role. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="participant"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="participant"/> is not valid.</exception>
    public static StreamCallSessionRequest ForAudio(ReadOnlySpan<byte> audio, Participant participant) =>
        new() { AudioContent = AudioContent.Create(audio, participant) };

    /// <summary>Something that happened to the call.</summary>
    /// <param name="sessionEvent">The event. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sessionEvent"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="sessionEvent"/> is not valid.</exception>
    public static StreamCallSessionRequest ForEvent(SessionEvent sessionEvent)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        MessageRules.ThrowIfInvalid(sessionEvent, nameof(sessionEvent));
        return new StreamCallSessionRequest { SessionEvent = sessionEvent };
    }
}
