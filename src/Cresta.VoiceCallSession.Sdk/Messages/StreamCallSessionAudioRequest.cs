using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Messages;

namespace Cresta.VoiceCallSession.V1;

/// <summary>One message of a call's audio: its configuration, audio, a pause or its end (names documented, numbers assumed).</summary>
public sealed partial class StreamCallSessionAudioRequest : ISequenced
{
    /// <summary>The configuration, which is first in every stream.</summary>
    /// <param name="config">The configuration. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="config"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="config"/> is not valid.</exception>
    public static StreamCallSessionAudioRequest ForConfig(StreamingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        MessageRules.ThrowIfInvalid(config, nameof(config));
        return new StreamCallSessionAudioRequest { StreamingConfig = config };
    }

    /// <summary>Audio of one participant.</summary>
    /// <param name="audio">Headerless mono samples, coded as the configuration says. They are copied.</param>
    /// <param name="participant">Whose audio it is, with a role. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="participant"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="participant"/> is not valid.</exception>
    public static StreamCallSessionAudioRequest ForAudio(ReadOnlySpan<byte> audio, Participant participant) =>
        new() { AudioContent = AudioContent.Create(audio, participant) };

    /// <summary>Something that happened to the audio, also of a type that has no name here.</summary>
    /// <param name="audioEvent">The event. It is not copied.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="audioEvent"/> is <see langword="null"/>.</exception>
    /// <exception cref="MessageValidationException"><paramref name="audioEvent"/> is not valid.</exception>
    public static StreamCallSessionAudioRequest ForEvent(AudioEvent audioEvent)
    {
        ArgumentNullException.ThrowIfNull(audioEvent);
        MessageRules.ThrowIfInvalid(audioEvent, nameof(audioEvent));
        return new StreamCallSessionAudioRequest { AudioEvent = audioEvent };
    }

    /// <summary>The audio pauses for an unknown time.</summary>
    /// <returns>The request.</returns>
    public static StreamCallSessionAudioRequest ForPause() => new() { AudioEvent = AudioEvent.Pause() };

    /// <summary>The audio pauses.</summary>
    /// <param name="pauseDuration">How long the pause will be: 0 to 10,000 years, kept to its 100 ns.</param>
    /// <returns>The request.</returns>
    /// <exception cref="MessageValidationException"><paramref name="pauseDuration"/> is out of range.</exception>
    public static StreamCallSessionAudioRequest ForPause(TimeSpan pauseDuration) =>
        new() { AudioEvent = AudioEvent.Pause(pauseDuration) };

    /// <summary>The audio goes on after a pause of unknown length.</summary>
    /// <returns>The request.</returns>
    public static StreamCallSessionAudioRequest ForResume() => new() { AudioEvent = AudioEvent.Resume() };

    /// <summary>The audio goes on.</summary>
    /// <param name="pauseDuration">How long the pause was: 0 to 10,000 years, kept to its 100 ns.</param>
    /// <returns>The request.</returns>
    /// <exception cref="MessageValidationException"><paramref name="pauseDuration"/> is out of range.</exception>
    public static StreamCallSessionAudioRequest ForResume(TimeSpan pauseDuration) =>
        new() { AudioEvent = AudioEvent.Resume(pauseDuration) };
}
