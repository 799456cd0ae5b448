using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Transport.Http2;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Writes to a stream what the queue gives. Used by the stream's send loop.</summary>
/// <param name="work">What every stream of the call works on.</param>
/// <param name="requests">The stream's requests.</param>
/// <param name="unflushed">Flushes them.</param>
/// <param name="stream">The stream.</param>
internal sealed class MessageWriter(
    CallServices work, IClientStreamWriter<OutboundMessage> requests, IFlushableStream unflushed, IStreamState stream)
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Flushed = new();
    private static readonly TimeSpan FinalStatusTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _timeProvider = work.Context.TimeProvider;
    private volatile HalfClose _halfClosed;
    private CatchUpPacer? _pace;
    private long _unflushedBytes;

    /// <summary>Why the stream was half-closed, if it was.</summary>
    public HalfClose HalfClosed => _halfClosed;

    /// <summary>
    /// Writes until there is no more to write, or it cannot be written. Never faults: the stream's response, or the reason why this side
    /// gave it up, tells what ended it.
    /// </summary>
    /// <param name="pace">The pace at which to catch up, or null for as fast as can be.</param>
    /// <param name="watchdog">What watches the writes.</param>
    public async Task SendAsync(CatchUpPacer? pace, StreamWatchdog watchdog)
    {
        _pace = pace;
        var queue = work.Queue;
        while (!stream.HasEnded && stream.Leaving == HalfClose.None)
        {
            if (_pace is { } current && !queue.IsEnding && current.Delay(queue.Tracks.Length) is { Ticks: > 0 } delay)
            {
                if (!await TryFlushAsync(watchdog).ConfigureAwait(false))
                {
                    return;
                }

                await WaitForPaceAsync(delay).ConfigureAwait(false);
                continue;
            }

            if (queue.Take(out var moreFollows) is { } message)
            {
                _pace?.OnSent(message.Length);
                if (!await TryWriteAsync(message, moreFollows, watchdog).ConfigureAwait(false))
                {
                    return;
                }
            }
            else if (queue.IsFinished)
            {
                await HalfCloseAsync(HalfClose.Finished).ConfigureAwait(false);
                return;
            }
            else
            {
                // Caught up. What was to follow the last message may have been dropped in the meantime.
                _pace = null;
                if (!await TryFlushAsync(watchdog).ConfigureAwait(false))
                {
                    return;
                }

                await queue.WaitForWorkAsync().ConfigureAwait(false);
            }
        }

        if (!stream.HasEnded)
        {
            await HalfCloseAsync(stream.Leaving).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits for the pace, or until it does not matter any more: the call is ending, or the stream has ended or is to be left.
    /// </summary>
    private async Task WaitForPaceAsync(TimeSpan delay)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stream.Aborted);
        var due = Task.Delay(delay, _timeProvider, over.Token);
        await Task.WhenAny(due, work.Queue.Ending, stream.Received, stream.Left).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryWriteAsync(OutboundMessage message, bool moreFollows, StreamWatchdog watchdog)
    {
        try
        {
            // No more than a chunk is left unflushed: what a transport has buffered cannot be withdrawn by a pause, and is lost if the
            // stream breaks.
            var mayWait = moreFollows && _unflushedBytes + message.Length < work.Queue.MaxUnflushedBytes;
            requests.WriteOptions = mayWait ? Buffered : Flushed;
            work.Ledger.OnSending(message);
            var now = watchdog.OnWriting();
            work.Context.Metrics.OnDequeued(_timeProvider.GetElapsedTime(message.QueuedAt, now));
            await requests.WriteAsync(message).ConfigureAwait(false);
            watchdog.OnWritten();
            _unflushedBytes = mayWait ? _unflushedBytes + Math.Max(1, message.Length) : 0;
        }
#pragma warning disable CA1031 // Whatever stopped the writing is this method's result; the loop must not end without one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            watchdog.OnWriteFailed();
            await AwaitEndAsync(e).ConfigureAwait(false);
            work.Queue.OnNotWritten(message);
            return false;
        }

        work.Queue.OnWritten(message);
        return true;
    }

    /// <summary>Sends what was written in the expectation of more.</summary>
    private async Task<bool> TryFlushAsync(StreamWatchdog watchdog)
    {
        if (_unflushedBytes == 0)
        {
            return true;
        }

        try
        {
            watchdog.OnWriting();
            await unflushed.FlushAsync().ConfigureAwait(false);
            watchdog.OnWritten();
            _unflushedBytes = 0;
            return true;
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            watchdog.OnWriteFailed();
            await AwaitEndAsync(e).ConfigureAwait(false);
            return false;
        }
    }

    private async Task HalfCloseAsync(HalfClose why)
    {
        try
        {
            // Set before: the server's end may be read before the half-close returns.
            _halfClosed = why;
            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            // Not all is out then: where another stream is to carry it, the flush goes on.
            await AwaitEndAsync(e).ConfigureAwait(false);
            return;
        }

        if (why == HalfClose.Finished)
        {
            work.Flushed.TrySetResult();
        }
    }

    /// <summary>A stream that cannot be written has ended, or is about to; if its end does not come, it is made.</summary>
    public async Task AwaitEndAsync(Exception writeFailure)
    {
        if (writeFailure is RpcException { StatusCode: StatusCode.InvalidArgument })
        {
            // The message has no form on this wire: no end of the stream will come of that.
            stream.CutOff(writeFailure);
            return;
        }

        try
        {
            await stream.Received.WaitAsync(FinalStatusTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            stream.CutOff(writeFailure);
        }
    }

    /// <summary>Whether it is how a transport fails a write.</summary>
    public static bool IsWriteFailure(Exception e) =>
        e is RpcException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException;
}
