using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// One live call's audio, with pause and resume, over <c>StreamCallSessionAudio</c>. The call's events go through
/// <see cref="VoiceCallSessionClient.ProcessSessionEventAsync(string, SessionEvent, AudioStreamingMode, CancellationToken)"/>. Thread-safe, but for the one
/// reader of the answers.
/// </summary>
public class CallAudioSession : DuplexSession<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>
{
    /// <summary>For test doubles, which override what they need.</summary>
    protected CallAudioSession()
    {
    }

    internal CallAudioSession(CallEngine<StreamCallSessionAudioResponse> engine, string platformCallId)
        : base(engine, platformCallId)
    {
    }

    /// <summary>
    /// Pauses the audio: sends the <c>PAUSE</c> event (<em>assumed</em>) in order; what is offered until <see cref="ResumeAsync"/> is dropped and counted.
    /// </summary>
    /// <param name="duration">How long the pause is expected to be, or null. Not negative; exact to 100 ns.</param>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    /// <exception cref="InvalidOperationException">The audio is paused already, or the call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> PauseAsync(TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        if (duration is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, TimeSpan.Zero, nameof(duration));
        }

        if (Engine.Queue.IsPaused)
        {
            throw new InvalidOperationException("The audio is paused already; resume it by ResumeAsync first.");
        }

        var pause = new AudioEvent { EventType = AudioEvent.Types.EventType.Pause, PauseDuration = duration is null ? null : Duration.FromTimeSpan(duration.Value) };
        return SendAsync(new StreamCallSessionAudioRequest { AudioEvent = pause }, cancellationToken);
    }

    /// <summary>Resumes the audio: sends the <c>RESUME</c> event (<em>assumed</em>) in order and lets audio pass again.</summary>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="InvalidOperationException">The audio is not paused, or the call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> ResumeAsync(CancellationToken cancellationToken = default) => Engine.Queue.IsPaused
        ? SendAsync(new StreamCallSessionAudioRequest { AudioEvent = new AudioEvent { EventType = AudioEvent.Types.EventType.Resume } }, cancellationToken)
        : throw new InvalidOperationException("The audio is not paused; pause it by PauseAsync first.");

    /// <inheritdoc/>
    public override ValueTask<string> SendAsync(StreamCallSessionAudioRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var copy = request.Clone();
        switch (copy.RequestCase)
        {
            case StreamCallSessionAudioRequest.RequestOneofCase.AudioContent:
                return Engine.OfferRawAudioAsync(copy, copy.AudioContent, copy.SequenceId, nameof(request), cancellationToken);
            case StreamCallSessionAudioRequest.RequestOneofCase.AudioEvent:
                MessageRules.ThrowIfInvalid(copy.AudioEvent, nameof(request));
                return new ValueTask<string>(Engine.OfferEvent(
                    copy,
                    EnumNames.Of(AudioEvent.Descriptor, (int)copy.AudioEvent.EventType),
                    copy.SequenceId,
                    ChangeOf(copy.AudioEvent.EventType),
                    nameof(request)));
            default:
                throw RawMessages.Unsendable(copy.RequestCase.ToString(), nameof(request));
        }
    }

    private static GateChange ChangeOf(AudioEvent.Types.EventType type) => type switch
    {
        AudioEvent.Types.EventType.Pause => GateChange.Pause,
        AudioEvent.Types.EventType.Resume => GateChange.Resume,
        _ => GateChange.None,
    };
}
