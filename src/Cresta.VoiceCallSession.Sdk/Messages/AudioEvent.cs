using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Messages;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.V1;

/// <summary>Pause and resume of a call's audio (field names documented; numbers and the values PAUSE and RESUME assumed).</summary>
public sealed partial class AudioEvent
{
    /// <summary>The audio pauses for an unknown time.</summary>
    /// <returns>The event.</returns>
    public static AudioEvent Pause() => Create(Types.EventType.Pause, null);

    /// <summary>The audio pauses.</summary>
    /// <param name="pauseDuration">How long the pause will be: 0 to 10,000 years, kept to its 100 ns.</param>
    /// <returns>The event.</returns>
    /// <exception cref="MessageValidationException"><paramref name="pauseDuration"/> is out of range.</exception>
    public static AudioEvent Pause(TimeSpan pauseDuration) => Create(Types.EventType.Pause, pauseDuration);

    /// <summary>The audio goes on after a pause of unknown length.</summary>
    /// <returns>The event.</returns>
    public static AudioEvent Resume() => Create(Types.EventType.Resume, null);

    /// <summary>The audio goes on.</summary>
    /// <param name="pauseDuration">How long the pause was: 0 to 10,000 years, kept to its 100 ns.</param>
    /// <returns>The event.</returns>
    /// <exception cref="MessageValidationException"><paramref name="pauseDuration"/> is out of range.</exception>
    public static AudioEvent Resume(TimeSpan pauseDuration) => Create(Types.EventType.Resume, pauseDuration);

    private static AudioEvent Create(Types.EventType type, TimeSpan? pauseDuration)
    {
        var audioEvent = new AudioEvent { EventType = type };
        if (pauseDuration is { } duration)
        {
            audioEvent.PauseDuration = Duration.FromTimeSpan(duration);
        }

        MessageRules.ThrowIfInvalid(audioEvent, nameof(pauseDuration));
        return audioEvent;
    }
}
