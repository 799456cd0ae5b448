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

    private bool _unflushed;

    /// <summary>Writes until there is no more to write, or it cannot be written. Never faults: what ended the stream is told by its answer, or by the cut-off.</summary>
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

                await Task.Delay(delay, _timeProvider, _abort.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private async Task<bool> TryWriteAsync(OutboundMessage message, bool moreFollows, StreamWatchdog watchdog)
    {
        try
        {
            _call.RequestStream.WriteOptions = moreFollows ? Buffered : Flushed;
            _work.Ledger.OnSending(message);
            var now = watchdog.OnWriting();
            Instruments.QueueWait.Record(_timeProvider.GetElapsedTime(message.QueuedAt, now).TotalSeconds, _work.Context.ServerTags);
            await _call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            watchdog.OnWritten();
            _unflushed = moreFollows;
        }
#pragma warning disable CA1031 // Whatever stopped the writing is this method's result; the loop must not end without one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            watchdog.OnWritten();
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
        if (!_unflushed)
        {
            return true;
        }

        try
        {
            watchdog.OnWriting();
            await (_call.RequestStream as IFlushableStream ?? _watched).FlushAsync().ConfigureAwait(false);
            _unflushed = false;
            return true;
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            await AwaitEndAsync(e).ConfigureAwait(false);
            return false;
        }
        finally
        {
            watchdog.OnWritten();
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
