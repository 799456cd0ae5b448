using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// One live call with its audio and its events, over <c>StreamCallSession</c>. Thread-safe, but for the one reader of the answers.
/// </summary>
public class CallSession : DuplexSession<StreamCallSessionRequest, StreamCallSessionResponse>
{
    /// <summary>For test doubles, which override what they need.</summary>
    protected CallSession()
    {
    }

    internal CallSession(CallEngine<StreamCallSessionResponse> engine, string platformCallId)
        : base(engine, platformCallId)
    {
    }

    /// <summary>
    /// Queues a call event behind everything that was queued before. Events are never dropped and never wait for room. A hold or unhold
    /// event stops or releases the call's audio, and an end event makes <see cref="EndCallAsync"/> send none of its own.
    /// </summary>
    /// <param name="sessionEvent">The event. Copied.</param>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="ArgumentException">The event is malformed.</exception>
    /// <exception cref="InvalidOperationException">The call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> SendEventAsync(SessionEvent sessionEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        return SendAsync(new StreamCallSessionRequest { SessionEvent = sessionEvent }, cancellationToken);
    }

    /// <summary>
    /// Puts the call on hold: sends <c>HOLD</c> (name <em>seen</em> in a sibling service's client, number <em>assumed</em>) in order and
    /// stops the call's audio from here on; what is offered on hold is dropped and counted, unless
    /// <see cref="VoiceCallSessionClientOptions.SendAudioOnHold"/> is set. Over REST
    /// <see cref="VoiceCallSessionClientOptions.HoldEventNaming"/> sets the name.
    /// </summary>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="InvalidOperationException">The call is on hold already, is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> HoldAsync(CancellationToken cancellationToken = default) =>
        SendOwnAsync(
            new StreamCallSessionRequest { SessionEvent = NewEvent(SessionEvent.Types.EventType.Hold) }, strictly: true, cancellationToken);

    /// <summary>
    /// Releases the call from hold: sends <c>UNHOLD</c> (name <em>seen</em> in a sibling service's client, number <em>assumed</em>) in
    /// order and lets audio pass again.
    /// </summary>
    /// <param name="cancellationToken">Has no effect once the event is queued.</param>
    /// <returns>The event's sequence id.</returns>
    /// <exception cref="InvalidOperationException">The call is not on hold, is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual ValueTask<string> UnholdAsync(CancellationToken cancellationToken = default) =>
        SendOwnAsync(new StreamCallSessionRequest { SessionEvent = NewEvent(SessionEvent.Types.EventType.Unhold) }, strictly: true,
            cancellationToken);

    /// <summary>
    /// Pauses the audio securely, for example while a card number is spoken: nothing that was captured before <see cref="ResumeAudio"/>
    /// leaves after this has returned, but for a chunk that is being written; what is queued, and what is kept to be sent again, is
    /// emptied, whatever happens to the stream meanwhile. This stream has no event for it, so the server is not told. What is dropped is
    /// counted.
    /// </summary>
    /// <exception cref="InvalidOperationException">The audio is paused already, or the call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual void PauseAudio() => Engine.ChangeGate(AudioGateChange.Pause);

    /// <summary>Lets audio pass again.</summary>
    /// <exception cref="InvalidOperationException">The audio is not paused, or the call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public virtual void ResumeAudio() => Engine.ChangeGate(AudioGateChange.Resume);

    /// <inheritdoc/>
    public override ValueTask<string> SendAsync(StreamCallSessionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendOwnAsync(request.Clone(), strictly: false, cancellationToken);
    }

    /// <summary>
    /// Ends the call: as <see cref="DuplexSession{TRequest, TResponse}.CompleteAsync"/>, with <c>CALL_ENDED</c> as the last message, unless
    /// an end event has been sent already. May be called repeatedly and concurrently.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the ending goes on.</param>
    /// <returns>The report, also of a call that failed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public virtual Task<CallReport> EndCallAsync(CancellationToken cancellationToken = default)
    {
        var ended = NewEvent(SessionEvent.Types.EventType.CallEnded);
        var sent = Engine.Queue.HasEvent(Describe(ended));
        Engine.BeginEnding(
            sent ? null : RawMessages.Event(new StreamCallSessionRequest { SessionEvent = ended }, Describe(ended), nameof(ended)));
        return Completion.WaitAsync(cancellationToken);
    }

    private ValueTask<string> SendOwnAsync(StreamCallSessionRequest request, bool strictly, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (request.RequestCase)
        {
            case StreamCallSessionRequest.RequestOneofCase.AudioContent:
                return Engine.OfferRawAudioAsync(request, request.AudioContent, request.SequenceId, nameof(request), cancellationToken);
            case StreamCallSessionRequest.RequestOneofCase.SessionEvent:
                MessageRules.ThrowIfInvalid(request.SessionEvent, nameof(request));
                Engine.Warnings.Check(request.SessionEvent);
                var change = ChangeOf(request.SessionEvent.EventType);
                return new ValueTask<string>(
                    Engine.OfferEvent(request, Describe(request.SessionEvent), request.SequenceId, change, strictly, nameof(request)));
            default:
                throw RawMessages.Unsendable(request.RequestCase.ToString(), nameof(request));
        }
    }

    private static string Describe(SessionEvent sessionEvent) => EnumNames.Of(SessionEvent.Descriptor, (int)sessionEvent.EventType);

    private static AudioGateChange ChangeOf(SessionEvent.Types.EventType type) => type switch
    {
        SessionEvent.Types.EventType.Hold => AudioGateChange.Hold,
        SessionEvent.Types.EventType.Unhold => AudioGateChange.Unhold,
        _ => AudioGateChange.None,
    };

    private SessionEvent NewEvent(SessionEvent.Types.EventType type) => new()
    {
        EventType = type,
        PlatformCallId = PlatformCallId,
        PlatformTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Engine.UtcNow),
    };
}
