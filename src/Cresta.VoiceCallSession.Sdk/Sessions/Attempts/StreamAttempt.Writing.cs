using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Transport;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>How a stream writes what the queue gives.</summary>
internal sealed partial class StreamAttempt<TResponse>
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Flushed = new();
    private static readonly TimeSpan FinalStatusTimeout = TimeSpan.FromSeconds(5);

    private long _unflushedBytes;

    /// <summary>Writes until there is no more to write, or it cannot be written. Never faults: the stream's response, or the reason why this side gave it up, tells what ended it.</summary>
    private async Task SendAsync(StreamWatchdog watchdog)
    {
        var queue = _work.Queue;
        while (!_ended && _leaving == HalfClose.None)
        {
            if (_pace is { } pace && !queue.IsEnding && pace.Delay(queue.Tracks.Length) is { Ticks: > 0 } delay)
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

        if (!_ended)
        {
            await HalfCloseAsync(_leaving).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the pace, or until it does not matter any more: the call is ending, or the stream has ended or is to be left.</summary>
    private async Task WaitForPaceAsync(TimeSpan delay)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        var due = Task.Delay(delay, _timeProvider, over.Token);
        await Task.WhenAny(due, _work.Queue.Ending, _receiving, _left.Task).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryWriteAsync(OutboundMessage message, bool moreFollows, StreamWatchdog watchdog)
    {
        try
        {
            // No more than a chunk is left unflushed: what a transport has buffered cannot be withdrawn by a pause, and is lost if the stream breaks.
            var mayWait = moreFollows && _unflushedBytes + message.Length < _work.Queue.MaxUnflushedBytes;
            _call.RequestStream.WriteOptions = mayWait ? Buffered : Flushed;
            _work.Ledger.OnSending(message);
            var now = watchdog.OnWriting();
            Instruments.QueueWait.Record(_timeProvider.GetElapsedTime(message.QueuedAt, now).TotalSeconds, _work.Context.ServerTags);
            await _call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            watchdog.OnWritten();
            _unflushedBytes = mayWait ? _unflushedBytes + Math.Max(1, message.Length) : 0;
        }
#pragma warning disable CA1031 // Whatever stopped the writing is this method's result; the loop must not end without one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            watchdog.OnWriteFailed();
            await AwaitEndAsync(e).ConfigureAwait(false);
            _work.Queue.OnNotWritten(message);
            return false;
        }

        _work.Queue.OnWritten(message);
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
            await (_call.RequestStream as IFlushableStream ?? _watched).FlushAsync().ConfigureAwait(false);
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
            await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            // Not all is out then: where another stream is to carry it, the flush goes on.
            await AwaitEndAsync(e).ConfigureAwait(false);
            return;
        }

        if (why == HalfClose.Finished)
        {
            _work.Flushed.TrySetResult();
        }
    }

    /// <summary>A stream that cannot be written has ended, or is about to; if its end does not come, it is made.</summary>
    private async Task AwaitEndAsync(Exception writeFailure)
    {
        if (writeFailure is RpcException { StatusCode: StatusCode.InvalidArgument })
        {
            // The message has no form on this wire: no end of the stream will come of that.
            CutOff(writeFailure);
            return;
        }

        try
        {
            await _receiving.WaitAsync(FinalStatusTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            CutOff(writeFailure);
        }
    }

    private static bool IsWriteFailure(Exception e) =>
        e is RpcException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException;
}
