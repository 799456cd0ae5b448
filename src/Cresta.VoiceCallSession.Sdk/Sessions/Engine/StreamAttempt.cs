using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// One duplex stream under a call: writes the configuration, then what the queue gives, and reads answers from the first moment on. It
/// knows nothing of calls that outlive streams.
/// </summary>
internal sealed class StreamAttempt<TResponse> : IDisposable
    where TResponse : class
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Flushed = new();
    private static readonly TimeSpan FinalStatusTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _firstSign = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AsyncDuplexStreamingCall<OutboundMessage, TResponse> _call;
    private readonly SendQueue _queue;
    private readonly DeliveryLedger _ledger;
    private readonly TimeProvider _timeProvider;
    private readonly Action<TResponse> _onResponse;
    private readonly Task<Exception?> _receiving;
    private volatile bool _ended;
    private volatile bool _halfClosed;
    private Exception? _cutOff;

    public StreamAttempt(
        CallInvoker invoker,
        Method<OutboundMessage, TResponse> method,
        Metadata headers,
        SendQueue queue,
        DeliveryLedger ledger,
        TimeProvider timeProvider,
        Action<TResponse> onResponse)
    {
        _queue = queue;
        _ledger = ledger;
        _timeProvider = timeProvider;
        _onResponse = onResponse;
        Invoker = invoker;
        _call = invoker.AsyncDuplexStreamingCall(method, host: null, new CallOptions(headers, cancellationToken: _abort.Token));
        _receiving = ReceiveAsync();
    }

    public CallInvoker Invoker { get; }

    /// <summary>Completes when everything is written and the stream half-closed, or when that will not happen any more.</summary>
    public TaskCompletionSource Flush { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Writes the configuration and waits for the server's first sign, but not for ever: not every server answers a configuration. Throws what the
    /// transport threw if the stream ended instead.
    /// </summary>
    public async Task OpenAsync(OutboundMessage configuration, TimeSpan confirmationTimeout, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort);
        try
        {
            _ledger.OnSending(configuration);
            await _call.RequestStream.WriteAsync(configuration, cancellationToken).ConfigureAwait(false);
            if (confirmationTimeout > TimeSpan.Zero)
            {
                await _firstSign.Task.WaitAsync(confirmationTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // Silence is no refusal.
            return;
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            // The status that ended the stream tells more than the write that stumbled over it.
            await ThrowIfEndedAsync(e).ConfigureAwait(false);
            throw;
        }

        if (_ended)
        {
            await ThrowIfEndedAsync(writeFailure: null).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the stream to its end.</summary>
    public async Task<AttemptEnd> RunAsync()
    {
        var sending = SendAsync();
        var failure = await _receiving.ConfigureAwait(false);
        var halfClosed = _halfClosed;
        _queue.Pulse();
        await sending.ConfigureAwait(false);
        Flush.TrySetResult();
        return new AttemptEnd(_cutOff ?? failure, halfClosed);
    }

    public void Abort() => _abort.Cancel();

    public void Dispose()
    {
        // The source itself is left to the garbage collector: it holds nothing, and disposing it would race with a late Abort.
        _abort.Cancel();
        _call.Dispose();
    }

    private async Task<Exception?> ReceiveAsync()
    {
        try
        {
            var responses = _call.ResponseStream;
            while (await responses.MoveNext(_abort.Token).ConfigureAwait(false))
            {
                _onResponse(responses.Current);
                _firstSign.TrySetResult();
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever ended the stream is this method's result, and is judged by whoever runs the attempt.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
        finally
        {
            _ended = true;
            _firstSign.TrySetResult();
        }
    }

    /// <summary>Writes until there is no more to write, or it cannot be written. Never faults: what ended the stream is told by its answer, or by the cut-off.</summary>
    private async Task SendAsync()
    {
        OutboundMessage? next = null;
        var writable = true;
        while (!_ended && writable)
        {
            var message = next ?? _queue.Take();
            if (message is null)
            {
                if (_queue.IsFinished)
                {
                    await HalfCloseAsync().ConfigureAwait(false);
                    return;
                }

                await _queue.WaitForWorkAsync().ConfigureAwait(false);
                continue;
            }

            // Taking the next before this one is written tells whether the flush can be left to it. No more is taken than that: what is in the queue
            // can still be dropped by its policy.
            next = _queue.Take();
            writable = await TryWriteAsync(message, moreFollows: next is not null).ConfigureAwait(false);
        }

        if (next is not null)
        {
            _queue.PutBack(next);
        }
    }

    private async Task<bool> TryWriteAsync(OutboundMessage message, bool moreFollows)
    {
        try
        {
            _call.RequestStream.WriteOptions = moreFollows ? Buffered : Flushed;
            _ledger.OnSending(message);
            await _call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Whatever stopped the writing is this method's result; the loop must not end without one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await AwaitEndAsync(e).ConfigureAwait(false);
            return false;
        }
        finally
        {
            _queue.OnWritten(message);
        }
    }

    private async Task HalfCloseAsync()
    {
        try
        {
            // Set before: the server's end may be read before the half-close returns.
            _halfClosed = true;
            await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            await AwaitEndAsync(e).ConfigureAwait(false);
        }
        finally
        {
            Flush.TrySetResult();
        }
    }

    /// <summary>A stream that cannot be written has ended, or is about to; if its end does not come, it is made.</summary>
    private async Task AwaitEndAsync(Exception writeFailure)
    {
        try
        {
            await _receiving.WaitAsync(FinalStatusTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _cutOff = writeFailure;
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ThrowIfEndedAsync(Exception? writeFailure)
    {
        if (writeFailure is not null)
        {
            await AwaitEndAsync(writeFailure).ConfigureAwait(false);
        }

        // A write that only met the server's good end has nothing of its own to tell.
        var ended = await _receiving.ConfigureAwait(false);
        throw _cutOff ?? ended ?? (writeFailure is RpcException { StatusCode: StatusCode.OK } ? null : writeFailure) ?? CallFailures.EndedEarly();
    }

    private static bool IsWriteFailure(Exception e) =>
        e is RpcException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException;
}
