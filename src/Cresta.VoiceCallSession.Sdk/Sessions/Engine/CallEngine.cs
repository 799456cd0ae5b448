using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// One call: its queue, ledger and answers, and the stream attempts under them. The session in front of it is what callers see.
/// </summary>
internal sealed class CallEngine<TResponse> : IDisposable
    where TResponse : class
{
    private readonly string _sessionName;
    private readonly ClientServices _context;
    private readonly StreamOpener<TResponse> _opener;
    private readonly OperationContext _opening;
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallReport> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly CallShutdown _ending;
    private readonly RotationSchedule _rotation;
    private readonly StreamRotation<TResponse> _streams;
    private readonly StreamRecovery<TResponse> _recovery;
    private StreamAttempt<TResponse>? _first;
    private VoiceCallSessionException? _failure;
    private volatile string? _conversationName;

    public CallEngine(ClientServices context, Method<OutboundMessage, TResponse> method, OutboundMessage configuration, AudioShape shape,
        string sessionName)
    {
        _sessionName = sessionName;
        var first = (ISequenced)configuration.Message!;
        var callId = first.StreamingConfig!.PlatformCallId;
        _context = context;
        Shape = shape;
        Ledger = new DeliveryLedger(context.Options.CumulativeAcknowledgements, context.Server, context.TimeProvider);
        var scope = new CallScope(callId, method.Name);
        Warnings = new CallWarnings(context.Options, scope);
        Queue = new CallQueue(CallQueueSettings.From(context.Options, shape,
            context.Server) with
        { OnSuspectedEncoding = Warnings.SuspectEncoding, Envelopes = context.Envelopes }, Ledger);
        Responses = new ResponseBuffer<TResponse>(context.Options.ResponseBufferCapacity, context.Options.ResponseBufferBytes);
        Queue.Identify(configuration);
        first.SequenceId = configuration.Id;
        _opening = new OperationContext("Opening the call", context.TimeProvider);
        Running = new OperationContext("The call", context.TimeProvider) { Attempts = 1 };
        _ending = new CallShutdown(context.Options, Queue, Ledger);
        _rotation = new RotationSchedule(context.Options);
        Telemetry = new CallTelemetry(context, scope, shape, Queue);
        var work = new CallServices(context, Queue, Ledger, Telemetry, _flushed);
        _opener = new StreamOpener<TResponse>(work, method, configuration, OnResponse);
        _streams = new StreamRotation<TResponse>(work, _opener, Running, _rotation, _over.Token);
        _recovery = new StreamRecovery<TResponse>(work, _opener, Running, _rotation, _ending, shape, _over.Token);
    }

    public AudioShape Shape { get; }

    public CallWarnings Warnings { get; }

    public DeliveryLedger Ledger { get; }

    public CallQueue Queue { get; }

    public ResponseBuffer<TResponse> Responses { get; }

    public CallTelemetry Telemetry { get; }

    public OperationContext Running { get; }

    public Task<CallReport> Completion => _completion.Task;

    public string? ConversationName => _conversationName;

    public DateTimeOffset UtcNow => _context.TimeProvider.GetUtcNow();

    /// <summary>Opens the first stream, trying as often as the retry options say. Throws the failure of the last try.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var runner = _context.NewRunner("open", RetryLane.Opening);
        try
        {
            _first = await runner.RunAsync(
                _context.OpenPipeline, token =>
                    _opener.OpenAsync(_opening, AttemptCause.Open, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failure = _context.TooLate(e, runner.LastFailure, _opening, _context.Options.OpenTimeout, "not open");
            Telemetry.OnNotOpened(failure);
            Dispose();
            throw failure;
        }
        catch (OperationCanceledException)
        {
            Telemetry.OnNotOpened(failure: null);
            Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        Running.Attempts = _opening.Attempts;
        Telemetry.OnOpened(_first!.Record.Number, _opening.Attempts);
        _ = RunAsync(_first);
    }

    /// <summary>Begins the graceful end, once. The message, if any, goes out after everything that was offered before.</summary>
    public void BeginEnding(OutboundMessage? lastMessage)
    {
        if (Queue.BeginEnding(lastMessage))
        {
            _ = _ending.WatchAsync(_flushed.Task, Completion, CutOff);
        }
    }

    public void Abort()
    {
        _ending.TrySetCause(CallOutcome.Aborted, CallErrors.Aborted());
        CutOff();
    }

    /// <summary>What a send into, or a wait on, this call throws once it is over.</summary>
    public Exception Refusal() =>
        _failure is { StatusCode: StatusCode.Cancelled } && _ending.Outcome == CallOutcome.Aborted
            ? new ObjectDisposedException(_sessionName, "The session was disposed; open a new one for the next call.")
            : _failure?.ForSequenceId(null)
            ?? (Exception)new InvalidOperationException("The call is ending or has ended; nothing more can be sent. Open a new session "
                + "for the next call.");

    public Exception Unanswered() =>
        _failure?.ForSequenceId(null)
        ?? new VoiceCallSessionException(
            StatusCode.DataLoss, "The call ended, and the server never acknowledged this message; whether it was processed is unknown.");

    /// <summary>The exception of an in-band failing status, which fails the wait for its message and nothing else.</summary>
    public Exception Rejected(string sequenceId, Google.Rpc.Status status) =>
        _context.Errors.FromStatus(status, new OperationContext("The message", _context.TimeProvider), sequenceId);

    public void Dispose()
    {
        _first?.Dispose();
        Telemetry.Dispose();
        Queue.Close(LossReason.CallFailed, Refusal);
    }

    private void CutOff()
    {
        _over.Cancel();
        Queue.Pulse();
    }

    private async Task RunAsync(StreamAttempt<TResponse> first)
    {
        StreamEndDecision end;
        var attempt = first;
        try
        {
            first.Start(pace: null);
            end = await RunStreamsAsync(first, current => attempt = current).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever happens, the call ends with a report: it is what everybody waits for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            end = StreamEndDecision.EndCall(e);
            CloseUnexpectedly(attempt, end);
        }

        // Whoever watches a flush that will not come any more is told.
        _flushed.TrySetResult();
        _failure = _recovery.FailureOf(end);
        Queue.Close(end.Outcome == CallOutcome.Aborted ? LossReason.CallAborted : LossReason.CallFailed, Refusal);
        Ledger.Close(Unanswered);
        var report = CallReportBuilder.Build(Capture(end.Outcome));
        Responses.Complete(_failure is null ? null : () => _failure.ForSequenceId(null));
        Telemetry.OnEnded(report);
        Telemetry.Dispose();
        _completion.TrySetResult(report);
    }

    /// <summary>Carries the call from stream to stream until it is over.</summary>
    private async Task<StreamEndDecision> RunStreamsAsync(StreamAttempt<TResponse> attempt, Action<StreamAttempt<TResponse>> onCurrent)
    {
        while (true)
        {
            // 1. Run the stream to its end, or until its successor is open and it has been left.
            onCurrent(attempt);
            var successor = await _streams.RunToEndAsync(attempt).ConfigureAwait(false);

            // 2. Decide what its end means.
            var decision = await _recovery.CloseStreamAsync(attempt).ConfigureAwait(false);
            if (decision.Action == StreamEndAction.EndCall)
            {
                _streams.Abandon(successor);
                return decision;
            }

            // 3. A closed stream is replaced when there is something to send; a successor would be as idle.
            if (decision.Action == StreamEndAction.CloseUntilNeeded)
            {
                _streams.Abandon(successor);
                successor = null;
                if (!await _streams.WaitForWorkAsync().ConfigureAwait(false))
                {
                    return _recovery.OwnEnd() ?? StreamEndDecision.EndCall(cause: null, "nothing was left to send");
                }
            }

            // 4. Hand over to the successor, if there is one.
            if (successor is not null)
            {
                Telemetry.OnReplaced(attempt.Record.Number, successor.Record.Cause);
                _rotation.OnReplaced(successor.Record.Cause);
                attempt = successor;
                attempt.Start(decision.IsReconnect ? _recovery.Pace() : null);
                continue;
            }

            // 5. Else reconnect, or resume.
            var (opened, over) = await _recovery.ReconnectAsync(decision.IsReconnect ? decision : null).ConfigureAwait(false);
            if (opened is null)
            {
                return over!;
            }

            attempt = opened;
        }
    }

    /// <summary>A fault of the SDK's own must not leave a stream open or its record without an end.</summary>
    private void CloseUnexpectedly(StreamAttempt<TResponse> attempt, StreamEndDecision end)
    {
        if (attempt.Decision is null)
        {
            attempt.Decision = end;
            attempt.Record.End(_context, _recovery.FailureOf(end), "");
        }

        attempt.Dispose();
    }

    private CallReportSnapshot Capture(CallOutcome outcome) =>
        new(outcome, _failure, ConversationName, Shape, Ledger, Queue.Capture(), _opener.Records, Responses.Shed, _context.TimeProvider);

    private void OnResponse(StreamAttempt<TResponse> attempt, TResponse response)
    {
        var facts = (ISessionResponse)response;
        var status = facts.SessionStatus is { Code: not 0 } failing ? _context.Errors.Redaction.Apply(failing) : null;
        _context.Errors.Proof.OnStreamProved();
        if (facts.ConversationName.Length > 0)
        {
            _conversationName = facts.ConversationName;
        }

        if (facts.SequenceId.Length > 0 && Ledger.OnAnswer(facts.SequenceId, status) is { IsEmpty: false } settlement)
        {
            Queue.OnSettled(settlement);
            if (settlement.Number > 1)
            {
                attempt.OnAcknowledged();
            }

            _context.Metrics.OnAcknowledged(settlement.RoundTrip);
            if (status is not null)
            {
                Telemetry.OnRejected(facts.SequenceId, status);
            }
        }

        Responses.Add(response, ((IMessage)response).CalculateSize(), failing: status is not null);
    }
}
