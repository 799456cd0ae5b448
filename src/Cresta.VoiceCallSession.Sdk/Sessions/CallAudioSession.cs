using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// One live call's audio, with pause and resume, over <c>StreamCallSessionAudio</c>. The call's events go through
/// <see cref="VoiceCallSessionClient.ProcessSessionEventAsync(string, SessionEvent, AudioStreamingMode, CancellationToken)"/>. Thread-safe,
/// but for the one reader of the answers.
/// </summary>
public class CallAudioSession : DuplexSession<StreamCallSessionAudioRequest, StreamCallSessionAudioResponse>
{
    private readonly Func<SessionEvent, CancellationToken, Task>? _processEvent;

    /// <summary>For test doubles, which override what they need.</summary>
    protected CallAudioSession()
    {
    }

    internal CallAudioSession(
        CallEngine<StreamCallSessionAudioResponse> engine, string platformCallId, Func<SessionEvent, CancellationToken, Task> processEvent)
        : base(engine, platformCallId)
    {
        _processEvent = processEvent;
    }

    /// <summary>
    /// Puts the call on hold: stops its audio at once, then sends <c>HOLD</c> (name <em>seen</em> in a sibling service's client, number
    /// <em>assumed</em>) as a single event, since this stream carries none. What is offered on hold is dropped and counted, unless
    /// <see cref="VoiceCallSessionClientOptions.SendAudioOnHold"/> is set. Over REST
    /// <see cref="VoiceCallSessionClientOptions.HoldEventNaming"/> sets the name.
    /// </summary>
    /// <param name="cancellationToken">Ends the sending of the event; the audio is then released again.</param>
    /// <returns>A task that completes when the service has taken the event.</returns>
    /// <exception cref="InvalidOperationException">The call is on hold already, is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">
    /// The call has failed, or the event could not be sent; the audio is then released again.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task HoldAsync(CancellationToken cancellationToken = default)
    {
        Engine.ChangeGate(AudioGateChange.Hold);
        try
        {
            await ProcessAsync(SessionEvent.Types.EventType.Hold, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Engine.Queue.TryChangeGate(AudioGateChange.Unhold);
            throw;
        }
    }

    /// <summary>
    /// Releases the call from hold: sends <c>UNHOLD</c> (name <em>seen</em> in a sibling service's client, number <em>assumed</em>) as a
    /// single event, then lets audio pass again.
    /// </summary>
    /// <param name="cancellationToken">Ends the sending of the event; the call then stays on hold.</param>
    /// <returns>A task that completes when the service has taken the event.</returns>
    /// <exception cref="InvalidOperationException">The call is not on hold, is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">
    /// The call has failed, or the event could not be sent; the call then stays on hold.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task UnholdAsync(CancellationToken cancellationToken = default)
    {
        Engine.Queue.ThrowIfUnchangeable(AudioGateChange.Unhold, Engine.Refusal);
        await ProcessAsync(SessionEvent.Types.EventType.Unhold, cancellationToken).ConfigureAwait(false);
        Engine.Queue.TryChangeGate(AudioGateChange.Unhold);
    }

    /// <summary>
    /// Pauses the audio securely, for example while a card number is spoken: sends the <c>PAUSE</c> event (<em>assumed</em>), and nothing
    /// that was captured before <see cref="ResumeAsync"/> leaves after this has returned, but for a chunk that is being written. What is
    /// queued, and what is kept to be sent again, is emptied, whatever happens to the stream meanwhile. What is dropped is counted.
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

        var pause = new AudioEvent
        {
            EventType = AudioEvent.Types.EventType.Pause,
            PauseDuration = duration is null ? null : Duration.FromTimeSpan(duration.Value)
        };
        return SendOwnAsync(new StreamCallSessionAudioRequest { AudioEvent = pause }, strictly: true, cancellationToken);
    }

    /// <summary>Resumes the audio: sends the <c>RESUME</c> event (<em>assumed</em>) in order and lets audio pass again.</summary>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="InvalidOperationException">The audio is not paused, or the call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> ResumeAsync(CancellationToken cancellationToken = default)
    {
        var resume = new AudioEvent { EventType = AudioEvent.Types.EventType.Resume };
        return SendOwnAsync(new StreamCallSessionAudioRequest { AudioEvent = resume }, strictly: true, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<string> SendAsync(StreamCallSessionAudioRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendOwnAsync(request.Clone(), strictly: false, cancellationToken);
    }

    private ValueTask<string> SendOwnAsync(StreamCallSessionAudioRequest request, bool strictly, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (request.RequestCase)
        {
            case StreamCallSessionAudioRequest.RequestOneofCase.AudioContent:
                return Engine.OfferRawAudioAsync(request, request.AudioContent, request.SequenceId, nameof(request), cancellationToken);
            case StreamCallSessionAudioRequest.RequestOneofCase.AudioEvent:
                MessageRules.ThrowIfInvalid(request.AudioEvent, nameof(request));
                var type = EnumNames.Of(AudioEvent.Descriptor, (int)request.AudioEvent.EventType);
                return new ValueTask<string>(Engine.OfferEvent(
                    request, type, request.SequenceId, ChangeOf(request.AudioEvent.EventType), strictly, nameof(request)));
            default:
                throw RawMessages.Unsendable(request.RequestCase.ToString(), nameof(request));
        }
    }

    private Task ProcessAsync(SessionEvent.Types.EventType type, CancellationToken cancellationToken)
    {
        var sessionEvent = new SessionEvent
        {
            EventType = type,
            PlatformCallId = PlatformCallId,
            PlatformTime = Timestamp.FromDateTimeOffset(Engine.UtcNow)
        };
        return _processEvent!(sessionEvent, cancellationToken);
    }

    private static AudioGateChange ChangeOf(AudioEvent.Types.EventType type) => type switch
    {
        AudioEvent.Types.EventType.Pause => AudioGateChange.Pause,
        AudioEvent.Types.EventType.Resume => AudioGateChange.Resume,
        _ => AudioGateChange.None,
    };
}
