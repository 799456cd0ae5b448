using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>
/// One duplex stream under a call: writes the configuration, then what the queue gives, and reads answers from the first moment on. It
/// knows nothing of calls that outlive streams.
/// </summary>
internal sealed class StreamAttempt<TResponse> : IStreamState, IDisposable
    where TResponse : class
{
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _firstResponse = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goAway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity? _activity;
    private readonly IDisposable? _redacted;
    private readonly WatchedStream _watched;
    private readonly AsyncDuplexStreamingCall<OutboundMessage, TResponse> _call;
    private readonly CallServices _work;
    private readonly TimeProvider _timeProvider;
    private readonly Action<StreamAttempt<TResponse>, TResponse> _onResponse;
    private readonly Task<Exception?> _receiving;
    private readonly MessageWriter _writer;
    private readonly long _startedAt;
    private StreamWatchdog? _watchdog;
    private volatile bool _ended;
    private volatile HalfClose _leaving;
    private volatile bool _wasAcknowledged;
    private volatile bool _wasAnswered;
    private volatile bool _closedInTime;
    private Exception? _cutOff;

    public StreamAttempt(
        CallServices work, Method<OutboundMessage, TResponse> method, string? authorization, AttemptRecord record,
            Action<StreamAttempt<TResponse>, TResponse> onResponse)
    {
        _work = work;
        _timeProvider = work.Context.TimeProvider;
        _onResponse = onResponse;
        _startedAt = _timeProvider.GetTimestamp();
        Record = record;
        Authorization = authorization;
        _redacted = work.Context.Errors.Redaction.Use(authorization);
        TokenExpiry = work.Context.Options.Credential.ExpiresAt;
        Invoker = work.Context.Transport.Invoker;
        ConnectionGeneration = work.Context.Transport.ConnectionGeneration;
        record.RequestId = Guid.NewGuid().ToString("N");
        _watched = work.Context.Transport.Connections.Register(record.RequestId, () => _goAway.TrySetResult());
        var current = Activity.Current;
        _activity = AttemptActivity.StartStream(method, work.Context, work.Telemetry.Context);
        var headers = ClientServices.HeadersOf(authorization, record.RequestId);
        AttemptActivity.Inject(_activity, headers, work.Context.Metrics);
        _call = Invoker.AsyncDuplexStreamingCall(method, host: null, new CallOptions(headers, cancellationToken: _abort.Token));
        Activity.Current = current;
        _receiving = ReceiveAsync();
        _writer = new MessageWriter(work, _call.RequestStream, _call.RequestStream as IFlushableStream ?? _watched, this);
    }

    bool IStreamState.HasEnded => _ended;

    HalfClose IStreamState.Leaving => _leaving;

    Task IStreamState.Left => _left.Task;

    Task IStreamState.Received => _receiving;

    CancellationToken IStreamState.Aborted => _abort.Token;

    public CallInvoker Invoker { get; }

    /// <summary>Which connections it was opened over.</summary>
    public int ConnectionGeneration { get; }

    /// <summary>Whether it has been given a connection, as far as that can be observed.</summary>
    public bool IsOnConnection => _watched.ServerSettings is not null;

    /// <summary>Whether the server ended the stream without having read the request to its end, as far as that can be observed.</summary>
    public bool IsRequestUnread => _watched.IsRequestUnread;

    /// <summary>
    /// Whether this side ended the stream after its half-close, because the server kept its own side open. What was on its way then may not
    /// have been read.
    /// </summary>
    public bool WasClosedInTime => _closedInTime;

    public AttemptRecord Record { get; }

    /// <summary>What its end meant, once that has been decided.</summary>
    public StreamEndDecision? Decision { get; set; }

    /// <summary>What it was opened with.</summary>
    public string? Authorization { get; }

    /// <summary>When the token that it was opened with expires, where that is known.</summary>
    public DateTimeOffset? TokenExpiry { get; }

    /// <summary>A number from 0 to 1 drawn for this stream, so that streams of one age are not replaced at once.</summary>
#pragma warning disable CA5394 // Spreads load; nothing is to be kept secret.
    public double JitterFraction { get; } = Random.Shared.NextDouble();
#pragma warning restore CA5394

    /// <summary>Completes when the server announces that it will close the stream's connection.</summary>
    public Task GoAway => _goAway.Task;

    public TimeSpan Age => _timeProvider.GetElapsedTime(_startedAt);

    /// <summary>Completes with the end of a stream that was started. Never faults.</summary>
    public Task<AttemptEnd> Ended { get; private set; } = Task.FromResult(default(AttemptEnd));

    /// <summary>
    /// Completes when the stream has made progress: the server has acknowledged a message on it, or it has carried the call for a while.
    /// </summary>
    public Task Stable => _stable.Task;

    /// <summary>Whether the server has acknowledged a message on it, beyond the configuration.</summary>
    public bool WasAcknowledged => _wasAcknowledged;

    /// <summary>Whether the server has answered on it, be it the configuration alone.</summary>
    public bool WasAnswered => _wasAnswered;

    /// <summary>
    /// Writes the configuration and waits for the server's first sign, but not for ever: not every server answers a configuration. Throws
    /// what the transport threw if the stream ended instead.
    /// </summary>
    public async Task OpenAsync(OutboundMessage configuration, TimeSpan confirmationTimeout, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort);
        await using (registration.ConfigureAwait(false))
        {
            await WriteConfigurationAsync(configuration, confirmationTimeout, cancellationToken).ConfigureAwait(false);
        }

        // A cancellation that came at the last moment has aborted a stream that seems to be open.
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Begins to write what the queue gives.</summary>
    /// <param name="pace">The pace at which to catch up, or null for as fast as can be.</param>
    public void Start(CatchUpPacer? pace)
    {
        _work.Telemetry.OnStarted(Record.Number);
        _watchdog = new StreamWatchdog(_work, CutOff, Leave, () => _stable.TrySetResult(), CheckAnswered);
        Ended = RunAsync(pace, _watchdog);
    }

    public void OnAcknowledged()
    {
        _wasAcknowledged = true;
        _stable.TrySetResult();
    }

    /// <summary>It did all that there was to do.</summary>
    public void OnIdled() => _stable.TrySetResult();

    /// <summary>
    /// Half-closes the stream after the message that is being written; what is queued is left to another stream. A server that does not end
    /// the stream in time has it cut off.
    /// </summary>
    public void Leave(HalfClose why)
    {
        if (_leaving == HalfClose.None)
        {
            _leaving = why;
            _ = LimitLeavingAsync(why);
        }

        _left.TrySetResult();
        _work.Queue.Pulse();
    }

    /// <summary>The stream's end is known: its span ends with it, once.</summary>
    public void Finish(StatusCode status) => AttemptActivity.End(_activity, status, _work.Context.Metrics);

    public void Abort() => _abort.Cancel();

    /// <summary>Gives the stream up for a reason of our own.</summary>
    public void CutOff(Exception reason)
    {
        Interlocked.CompareExchange(ref _cutOff, reason, comparand: null);
        _abort.Cancel();
    }

    public void Dispose()
    {
        // The source itself is left to the garbage collector: it holds nothing, and disposing it would race with a late Abort.
        _abort.Cancel();
        _watchdog?.Dispose();
        _watched.Dispose();
        Finish(StatusCode.Cancelled);
        _call.Dispose();
        _redacted?.Dispose();
    }

    /// <summary>Over gRPC nothing stands in the way that would hold whole bodies back.</summary>
    private void CheckAnswered()
    {
        if (!_firstResponse.Task.IsCompleted && _work.Context.Transport.MayBeBuffered)
        {
            _work.Telemetry.OnUnanswered(_work.Context.Server.OnStreamUnanswered());
        }
    }

    private async Task WriteConfigurationAsync(
        OutboundMessage configuration, TimeSpan confirmationTimeout, CancellationToken cancellationToken)
    {
        try
        {
            _work.Ledger.OnSending(configuration);
            await _call.RequestStream.WriteAsync(configuration, cancellationToken).ConfigureAwait(false);
            if (confirmationTimeout > TimeSpan.Zero)
            {
                await ConfirmAsync(confirmationTimeout, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (MessageWriter.IsWriteFailure(e))
        {
            // The status that ended the stream tells more than the write that failed because of it.
            await ThrowIfEndedAsync(e).ConfigureAwait(false);
            throw;
        }

        if (_ended)
        {
            await ThrowIfEndedAsync(writeFailure: null).ConfigureAwait(false);
        }

        if (confirmationTimeout > TimeSpan.Zero)
        {
            // The stream has outlived its opening.
            _work.Context.Errors.Proof.OnStreamProved();
        }
    }

    /// <summary>
    /// Silence is no refusal. But where the connection can be observed, a server that has sent no HTTP/2 SETTINGS is not there yet.
    /// </summary>
    private async Task ConfirmAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _firstResponse.Task.WaitAsync(timeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (_watched.ServerSettings is { IsCompleted: false } settings)
            {
                await Task.WhenAny(_firstResponse.Task, settings).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ThrowIfEndedAsync(Exception? writeFailure)
    {
        if (writeFailure is not null)
        {
            await _writer.AwaitEndAsync(writeFailure).ConfigureAwait(false);
        }

        // A write that only met the server's OK has nothing of its own to tell.
        var ended = await _receiving.ConfigureAwait(false);
        throw _cutOff ?? ended ?? (writeFailure is RpcException { StatusCode: StatusCode.OK } ? null : writeFailure)
            ?? CallErrors.EndedEarly();
    }

    private async Task LimitLeavingAsync(HalfClose why)
    {
        var timeout = _work.Context.Options.Rotation.HandoverTimeout;
        try
        {
            await _receiving.WaitAsync(timeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException) when (why == HalfClose.Parked && _writer.HalfClosed == why)
        {
            // All that there was is written, and nothing waits for the stream: it is over as if the server had ended it.
            _closedInTime = true;
            await _abort.CancelAsync().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            CutOff(CallErrors.NotHandedOver(timeout));
        }
    }

    private async Task<AttemptEnd> RunAsync(CatchUpPacer? pace, StreamWatchdog watchdog)
    {
        using (watchdog)
        {
            var sending = _writer.SendAsync(pace, watchdog);
            var failure = await _receiving.ConfigureAwait(false);
            var halfClosed = _writer.HalfClosed;
            _work.Queue.Pulse();
            await sending.ConfigureAwait(false);
            return new AttemptEnd(_closedInTime ? null : _cutOff ?? failure, halfClosed);
        }
    }

    private async Task<Exception?> ReceiveAsync()
    {
        try
        {
            var responses = _call.ResponseStream;
            while (await responses.MoveNext(_abort.Token).ConfigureAwait(false))
            {
                _onResponse(this, responses.Current);
                if (_firstResponse.TrySetResult())
                {
                    _wasAnswered = true;
                    _work.Context.Server.OnStreamAnswered();
                }
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever ended the stream is this method's result; whoever runs the attempt decides what it means.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
        finally
        {
            _ended = true;
            _firstResponse.TrySetResult();
        }
    }
}
