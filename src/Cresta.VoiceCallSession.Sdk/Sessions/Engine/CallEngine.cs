using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// One call: its queue, ledger and answers, and the stream attempts under them. The session in front of it is what callers see.
/// </summary>
internal sealed partial class CallEngine<TResponse> : IDisposable
    where TResponse : class
{
    private readonly CallContext _context;
    private readonly StreamOpener<TResponse> _opener;
    private readonly Operation _opening;
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallReport> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly CallEnding _ending;
    private StreamAttempt<TResponse>? _first;
    private VoiceCallSessionException? _failure;
    private volatile string? _conversationName;

    public CallEngine(CallContext context, Method<OutboundMessage, TResponse> method, OutboundMessage configuration, AudioShape shape)
    {
        var first = (ISequenced)configuration.Message!;
        var callId = first.StreamingConfig!.PlatformCallId;
        _context = context;
        Shape = shape;
        Ledger = new DeliveryLedger(context.Options.CumulativeAcknowledgements, context.Server, context.TimeProvider);
        var scope = new CallScope(callId, method.Name);
        Warnings = new CallWarnings(context.Options, scope);
        Queue = new CallQueue(CallQueueSettings.From(context.Options, shape, context.Server) with { Warnings = Warnings, Envelopes = context.Envelopes }, Ledger);
        Responses = new ResponseBuffer<TResponse>(context.Options.ResponseBufferCapacity, context.Options.ResponseBufferBytes);
        Queue.Identify(configuration);
        first.SequenceId = configuration.Id;
        _opening = new Operation("Opening the call", context.TimeProvider);
        Running = new Operation("The call", context.TimeProvider) { Attempts = 1 };
        _ending = new CallEnding(context.Options, Queue, Ledger);
        _rotation = new RotationSchedule(context.Options);
        Telemetry = new CallTelemetry(context, scope, shape, Queue);
        _opener = new StreamOpener<TResponse>(new StreamWork(context, Queue, Ledger, Telemetry, _flushed), method, configuration, OnResponse);
    }

    public AudioShape Shape { get; }

    public CallWarnings Warnings { get; }

    public TimeProvider TimeProvider => _context.TimeProvider;

    public DeliveryLedger Ledger { get; }

    public CallQueue Queue { get; }

    public ResponseBuffer<TResponse> Responses { get; }

    public CallTelemetry Telemetry { get; }

    public Operation Running { get; }

    public Task<CallReport> Completion => _completion.Task;

    public string? ConversationName => _conversationName;

    public AttemptRecords Attempts => _opener.Records;

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
                        if (_opening.Attempts > 0)
                        {
                            Instruments.Retries.Record(1, _context.ServerTags, new("operation", "open"));
                            await _context.RetryGate.EnterAsync(RetryLane.Opening, token).ConfigureAwait(false);
                        }

                        _first = await _opener.OpenAsync(_opening, AttemptCause.Open, token).ConfigureAwait(false);
                    }
                    catch (VoiceCallSessionException e)
                    {
                        last = e;
                        _context.OnFailed(e, RetryLane.Opening);
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failure = TooLate(e, last, _opening, _context.Options.OpenTimeout, "not open");
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
        _first?.Dispose();
        Telemetry.Dispose();
        Queue.Close(LossReason.CallFailed, Refusal);
    }

    private void CutOff()
    {
        _over.Cancel();
        Queue.Pulse();
    }

    private VoiceCallSessionException TooLate(Exception e, VoiceCallSessionException? last, Operation operation, TimeSpan limit, string what) =>
        e is Polly.Timeout.TimeoutRejectedException && last is not null
            ? _context.Errors.FromStatus(
                new Google.Rpc.Status
                {
                    Code = (int)StatusCode.DeadlineExceeded,
                    Message = $"{what} within {limit.TotalSeconds:0.###} s; the last attempt failed with {StatusNames.Of(last.StatusCode)}: {last.Status.Message}",
                },
                operation,
                sequenceId: null,
                cause: last)
            : _context.Errors.Translate(e, operation);

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

            Instruments.RoundTrip.Record(settlement.RoundTrip.TotalSeconds, _context.ServerTags);
            if (status is not null)
            {
                Telemetry.OnRejected(facts.SequenceId, status);
            }
        }

        Responses.Add(response, ((IMessage)response).CalculateSize(), failing: status is not null);
    }
}
