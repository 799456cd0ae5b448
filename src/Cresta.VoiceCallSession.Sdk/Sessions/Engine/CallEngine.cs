using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// One call: its queue, ledger and answers, and the stream attempts under them. The session in front of it is what callers see.
/// </summary>
internal sealed class CallEngine<TResponse> : IDisposable
    where TResponse : class
{
    private readonly CallContext _context;
    private readonly Method<OutboundMessage, TResponse> _method;
    private readonly OutboundMessage _configuration;
    private readonly Operation _opening;
    private readonly List<AttemptRecord> _attempts = [];
    private readonly TaskCompletionSource<CallReport> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallEnding _ending;
    private StreamAttempt<TResponse>? _attempt;
    private VoiceCallSessionException? _failure;
    private volatile string? _conversationName;

    public CallEngine(CallContext context, Method<OutboundMessage, TResponse> method, OutboundMessage configuration, AudioShape shape)
    {
        _context = context;
        _method = method;
        _configuration = configuration;
        Shape = shape;
        Ledger = new DeliveryLedger(context.Options.CumulativeAcknowledgements, context.TimeProvider);
        Queue = new SendQueue(SendQueueSettings.From(context.Options, shape), Ledger);
        Responses = new ResponseBuffer<TResponse>(context.Options.ResponseBufferCapacity);
        Queue.Identify(configuration);
        ((ISequenced)configuration.Message!).SequenceId = configuration.Id;
        _opening = new Operation("Opening the call", context.TimeProvider);
        Running = new Operation("The call", context.TimeProvider) { Attempts = 1 };
        _ending = new CallEnding(context.Options, Queue, Ledger);
    }

    public AudioShape Shape { get; }

    public DeliveryLedger Ledger { get; }

    public SendQueue Queue { get; }

    public ResponseBuffer<TResponse> Responses { get; }

    public Operation Running { get; }

    public Task<CallReport> Completion => _completion.Task;

    public string? ConversationName => _conversationName;

    public DateTimeOffset UtcNow => _context.TimeProvider.GetUtcNow();

    /// <summary>Opens the first stream, trying as often as the retry options say. Throws the failure of the last try.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        VoiceCallSessionException? last = null;
        try
        {
            await _context.OpenPipeline.ExecuteAsync(
                async token =>
                {
                    try
                    {
                        await OpenAttemptAsync(token).ConfigureAwait(false);
                    }
                    catch (VoiceCallSessionException e)
                    {
                        last = e;
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Dispose();
            throw OpeningFailed(e, last);
        }
        catch (OperationCanceledException)
        {
            Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        Running.Attempts = _attempts.Count;
        _ = RunAsync(_attempt!);
    }

    /// <summary>Begins the graceful end, once. The message, if any, goes out after everything that was offered before.</summary>
    public void BeginEnding(OutboundMessage? lastMessage)
    {
        if (Queue.BeginEnding(lastMessage) && _attempt is { } attempt)
        {
            _ = _ending.WatchAsync(attempt.Flush.Task, Completion, attempt.Abort);
        }
    }

    public void Abort()
    {
        _ending.TrySetCause(CallOutcome.Aborted, CallFailures.Aborted());
        _attempt?.Abort();
    }

    /// <summary>What a send into, or a wait on, this call throws once it is over.</summary>
    public Exception Refusal() =>
        _failure is { StatusCode: StatusCode.Cancelled } && _ending.Outcome == CallOutcome.Aborted
            ? new ObjectDisposedException(nameof(CallSession), "The session was disposed; open a new one for the next call.")
            : _failure?.ForSequenceId(null)
            ?? (Exception)new InvalidOperationException("The call is ending or has ended; nothing more can be sent. Open a new session for the next call.");

    public Exception Unanswered() =>
        _failure?.ForSequenceId(null)
        ?? new VoiceCallSessionException(StatusCode.DataLoss, "The call ended, and the server never answered for this message; whether it was processed is unknown.");

    /// <summary>The exception of an in-band failing status, which fails the wait for its message and nothing else.</summary>
    public Exception Rejected(string sequenceId, Google.Rpc.Status status) =>
        _context.Errors.FromStatus(status, new Operation("The message", _context.TimeProvider), sequenceId);

    public void Dispose()
    {
        _attempt?.Dispose();
        Queue.Close(LossReason.CallFailed, Refusal);
    }

    private async Task OpenAttemptAsync(CancellationToken cancellationToken)
    {
        _opening.Attempts++;
        var record = new AttemptRecord(_context.TimeProvider.GetUtcNow());
        _attempts.Add(record);
        try
        {
            _attempt = await StartAttemptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = _context.Errors.Translate(e, _opening);
            record.End(_context.TimeProvider.GetUtcNow(), failure, "");
            throw failure;
        }
    }

    /// <summary>Opens a stream over the transport of the moment, or over the one that takes its place while it is opening.</summary>
    private async Task<StreamAttempt<TResponse>> StartAttemptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var headers = await _context.CreateHeadersAsync(cancellationToken).ConfigureAwait(false);
            var attempt = new StreamAttempt<TResponse>(_context.Transport.Invoker, _method, headers, Queue, Ledger, _context.TimeProvider, OnResponse);
            try
            {
                await attempt.OpenAsync(_configuration, _context.Options.OpenConfirmationTimeout, cancellationToken).ConfigureAwait(false);
                return attempt;
            }
            catch (Exception e)
            {
                attempt.Dispose();
                if (cancellationToken.IsCancellationRequested || !_context.Transport.TrySwitch(attempt.Invoker, e))
                {
                    throw;
                }
            }
        }
    }

    private VoiceCallSessionException OpeningFailed(Exception e, VoiceCallSessionException? last) =>
        e is Polly.Timeout.TimeoutRejectedException && last is not null
            ? _context.Errors.FromStatus(
                new Google.Rpc.Status
                {
                    Code = (int)StatusCode.DeadlineExceeded,
                    Message = $"not open within {_context.Options.OpenTimeout.TotalSeconds:0.###} s; the last attempt failed with {StatusNames.Of(last.StatusCode)}: {last.Status.Message}",
                },
                _opening,
                sequenceId: null,
                cause: last)
            : _context.Errors.Translate(e, _opening);

    private void OnResponse(TResponse response)
    {
        var facts = (ISessionResponse)response;
        if (facts.ConversationName.Length > 0)
        {
            _conversationName = facts.ConversationName;
        }

        if (facts.SequenceId.Length > 0)
        {
            Ledger.OnAnswer(facts.SequenceId, facts.SessionStatus);
        }

        Responses.Add(response, failing: facts.SessionStatus is { Code: not 0 });
    }

    private async Task RunAsync(StreamAttempt<TResponse> attempt)
    {
        var end = await attempt.RunAsync().ConfigureAwait(false);
        var outcome = CallOutcome.Completed;
        var reason = "the call ended";
        if (_ending.Cause is { } cause)
        {
            outcome = _ending.Outcome;
            reason = cause.Status.Detail;
            _failure = outcome == CallOutcome.Completed ? null : _context.Errors.Translate(cause, Running);
        }
        else if (end.Failure is not null || !end.HalfClosed)
        {
            outcome = CallOutcome.Failed;
            _failure = _context.Errors.Translate(end.Failure ?? CallFailures.EndedEarly(), Running);
        }
        else if (Ledger.MissingAnswers is > 0 and var missing)
        {
            outcome = CallOutcome.Failed;
            _failure = _context.Errors.Translate(CallFailures.LeftUnanswered(missing), Running);
        }

        if (end.Failure is { } failure)
        {
            // Too late for this call, but not for the next.
            _context.Transport.TrySwitch(attempt.Invoker, failure);
        }

        attempt.Dispose();
        _attempts[^1].End(_context.TimeProvider.GetUtcNow(), _failure, reason);
        Queue.Close(outcome == CallOutcome.Aborted ? LossReason.CallAborted : LossReason.CallFailed, Refusal);
        Ledger.Close(Unanswered);
        var report = CallReportMaker.Make(this, outcome, _failure, _attempts);
        Responses.Complete(_failure is null ? null : () => _failure.ForSequenceId(null));
        _completion.TrySetResult(report);
    }
}
