using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Sessions.Engine;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// One live call. It is open when it is handed out, and ends exactly once: by <see cref="CompleteAsync"/>, by the server, by a failure, or
/// by <see cref="DisposeAsync"/>. Everything that sends may be called from any thread, also concurrently; what one thread sends stays in
/// its order. <see cref="ReadAllAsync"/> has one reader. Members are virtual so that a test can stand in for a call.
/// </summary>
/// <typeparam name="TRequest">The method's request message.</typeparam> <typeparam name="TResponse">The method's answer.</typeparam>
public abstract class DuplexSession<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly CallEngine<TResponse>? _engine;

    /// <summary>For test doubles, which override what they need.</summary>
    protected DuplexSession()
    {
    }

    private protected DuplexSession(CallEngine<TResponse> engine, string platformCallId)
    {
        _engine = engine;
        PlatformCallId = platformCallId;
    }

    /// <summary>
    /// The resource name of the conversation that the call became (<em>documented</em>), or null until the server gives it.
    /// </summary>
    public virtual string? ConversationName => Engine.ConversationName;

    /// <summary>The id that the server acknowledged last, or null.</summary>
    public virtual string? LastAcknowledgedSequenceId => Engine.Ledger.LastAcknowledgedId;

    /// <summary>Messages that have been written and not been answered for yet.</summary>
    public virtual int UnacknowledgedCount => Engine.Ledger.Unacknowledged;

    /// <summary>Audio that waits to be written, in bytes, all participants together.</summary>
    public virtual long QueuedAudioBytes => Engine.Queue.QueuedBytes;

    /// <summary>Completes with the report when the call is over, however it ended. Never faults and is never cancelled.</summary>
    public virtual Task<CallReport> Completion => Engine.Completion;

    internal string PlatformCallId { get; } = "";

    /// <summary>Buffers that the call holds of the shared pool: none once it is over.</summary>
    internal int BufferBalance => Engine.Queue.BufferBalance;

    private protected CallEngine<TResponse> Engine =>
        _engine ?? throw new NotSupportedException("This session is a test double that does not override the member.");

    /// <summary>
    /// Queues audio of one participant: headerless mono samples of the configured encoding and rate, any number of bytes. They are copied
    /// before this completes. With <see cref="AudioBufferFullPolicy.Wait"/> it waits while the buffer is full.
    /// </summary>
    /// <param name="audio">The samples. A sample may be cut; its rest is expected at the start of the participant's next audio.</param>
    /// <param name="participant">Who speaks. Needs a role.</param>
    /// <param name="cancellationToken">
    /// Ends the wait for room, not the call. What has not been taken by then is refused and counted.
    /// </param>
    /// <returns>
    /// The sequence id under which the last of the audio travels. Empty where nothing was queued: on hold, paused, dropped by policy, or
    /// less than a sample.
    /// </returns>
    /// <exception cref="ArgumentException">The participant has no role or a malformed id.</exception>
    /// <exception cref="InvalidOperationException">The call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public virtual ValueTask<string> SendAudioAsync(
        ReadOnlyMemory<byte> audio, Participant participant, CancellationToken cancellationToken = default)
    {
        MessageRules.ThrowIfInvalid(participant, nameof(participant));
        cancellationToken.ThrowIfCancellationRequested();
        return Engine.Queue.OfferAsync(audio, participant, Engine.Refusal, cancellationToken);
    }

    /// <summary>
    /// Offers a frame from a media thread: never waits for room or for the network, never throws, and allocates nothing once the
    /// participant is known. The frame is copied under a lock that is only ever held to copy and to count.
    /// </summary>
    /// <param name="audio">Headerless mono samples of the configured encoding and rate.</param>
    /// <param name="participant">Who speaks. Needs a role.</param>
    /// <returns>What became of the frame. Everything but <see cref="AudioSendResult.Queued"/> is counted in the report.</returns>
    public virtual AudioSendResult TrySendAudio(ReadOnlySpan<byte> audio, Participant participant) =>
        MessageRules.IsValid(participant) ? Engine.Queue.TryOffer(audio, participant) : AudioSendResult.RefusedInvalidParticipant;

    /// <summary>
    /// Queues a message as it is: the raw door. Audio is not joined with other audio, and counts in the bounds. A sequence id that the
    /// message has is kept; otherwise it is given the next. The message is copied.
    /// </summary>
    /// <param name="request">An audio or event message. The configuration is the session's own.</param>
    /// <param name="cancellationToken">Ends the wait for room, not the call.</param>
    /// <returns>The sequence id. Empty where the message is audio that a hold, a pause or the buffer's policy dropped.</returns>
    /// <exception cref="ArgumentException">
    /// The message is empty, a configuration or malformed, splits a sample, exceeds the buffer or 4 MiB, or has a sequence id that is in
    /// use or not higher than the last.
    /// </exception>
    /// <exception cref="InvalidOperationException">The call is ending or has ended.</exception>
    /// <exception cref="VoiceCallSessionException">The call has failed.</exception>
    public abstract ValueTask<string> SendAsync(TRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the server has acknowledged a message, or one after it (see
    /// <see cref="VoiceCallSessionClientOptions.CumulativeAcknowledgements"/>).
    /// </summary>
    /// <param name="sequenceId">An id that a send of this session returned.</param>
    /// <param name="cancellationToken">Ends the wait, not the call.</param>
    /// <returns>A task that completes with the acknowledgement.</returns>
    /// <exception cref="ArgumentException">The id is empty or belongs to no message of this call.</exception>
    /// <exception cref="VoiceCallSessionException">
    /// The server answered the message with a failing status, the message was dropped, or the call ended without an answer to it.
    /// </exception>
    public virtual Task WaitForAcknowledgementAsync(string sequenceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sequenceId);
        return Engine.WaitForAcknowledgementAsync(sequenceId, cancellationToken);
    }

    /// <summary>
    /// The server's answers, as they come. They are buffered up to <see cref="VoiceCallSessionClientOptions.ResponseBufferCapacity"/>;
    /// nothing has to be read for the call to work. Ends when the call does: well if it completed, else with its failure.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading, not the call.</param>
    /// <returns>The answers, failing ones included. One reading a session.</returns>
    /// <exception cref="InvalidOperationException">There has been a reading already.</exception>
    /// <exception cref="VoiceCallSessionException">While enumerating: the call failed.</exception>
    public virtual IAsyncEnumerable<TResponse> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        Engine.Responses.Claim();
        return Engine.Responses.ReadAllAsync(cancellationToken);
    }

    /// <summary>
    /// Ends the call gracefully: writes what is queued, half-closes, and waits for the last answers, each within its deadline
    /// (<see cref="VoiceCallSessionClientOptions.FlushTimeout"/>, <see cref="VoiceCallSessionClientOptions.DrainTimeout"/>). May be called
    /// repeatedly and concurrently.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the ending goes on.</param>
    /// <returns>The report, also of a call that failed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public virtual Task<CallReport> CompleteAsync(CancellationToken cancellationToken = default)
    {
        Engine.BeginEnding(lastMessage: null);
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Cuts the call off if it is still open: what is queued is dropped and counted. Completes when the stream is torn down.
    /// </summary>
    /// <returns>A task that completes without fault.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is null)
        {
            return;
        }

        _engine.Abort();
        await _engine.Completion.ConfigureAwait(false);
    }
}
