using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>Runs a call's stream to its end, and opens the one that takes over while it still runs. Used by the engine's loop.</summary>
internal sealed class StreamRotation<TResponse>(
    CallServices work, StreamOpener<TResponse> opener, OperationContext running, RotationSchedule schedule, CancellationToken over)
    where TResponse : class
{
    private readonly ClientServices _context = work.Context;

    /// <summary>Runs a stream to its end; if it is to be replaced first, gives the stream that takes over, open but not started.</summary>
    public async Task<StreamAttempt<TResponse>?> RunToEndAsync(StreamAttempt<TResponse> attempt)
    {
        var abort = over.UnsafeRegister(static attempt => ((StreamAttempt<TResponse>)attempt!).Abort(), attempt);
        await using (abort.ConfigureAwait(false))
        {
            StreamAttempt<TResponse>? successor = null;
            while (successor is null && _context.Options.Reconnect.Enabled && !IsOver(attempt))
            {
                using var stop = new CancellationTokenSource();
                var due = schedule.DueAsync(attempt, stop.Token);
                await Task.WhenAny(attempt.Ended, work.Queue.Ending, due).ConfigureAwait(false);
                await stop.CancelAsync().ConfigureAwait(false);
                if (!IsOver(attempt))
                {
                    successor = await OpenSuccessorAsync(attempt, await due.ConfigureAwait(false)).ConfigureAwait(false);
                }
            }

            if (successor is not null && !attempt.Ended.IsCompleted)
            {
                // The old stream ends before the new one begins, so that the server cannot mix them up.
                attempt.Leave(HalfClose.Rotated);
            }

            await attempt.Ended.ConfigureAwait(false);
            return successor;
        }
    }

    /// <summary>Opens the stream that is to take over, unless the one in use, or the call, ends meanwhile: it has to be watched.</summary>
    private async Task<StreamAttempt<TResponse>?> OpenSuccessorAsync(StreamAttempt<TResponse> attempt, AttemptCause cause)
    {
        using var timeout = new CancellationTokenSource(_context.Options.OpenTimeout, _context.TimeProvider);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, over);
        var opening = TryOpenSuccessorAsync(attempt, cause, cancel.Token);
        await Task.WhenAny(opening, attempt.Ended, work.Queue.Ending).ConfigureAwait(false);
        await cancel.CancelAsync().ConfigureAwait(false);
        var successor = await opening.ConfigureAwait(false);
        if (successor is not null && work.Queue.IsEnding && !attempt.Ended.IsCompleted)
        {
            // The stream in use can carry what is left.
            Abandon(successor);
            return null;
        }

        if (successor is null && !IsOver(attempt))
        {
            schedule.Postpone();
        }

        return successor;
    }

    private async Task<StreamAttempt<TResponse>?> TryOpenSuccessorAsync(
        StreamAttempt<TResponse> attempt, AttemptCause cause, CancellationToken cancellationToken)
    {
        try
        {
            if (cause == AttemptCause.TokenExpiry)
            {
                _context.TryRefresh(attempt.Authorization);
            }

            await _context.RetryGate.EnterAsync(RetryLane.LiveCall, cancellationToken).ConfigureAwait(false);
            return await opener.OpenAsync(running, cause, cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            // The stream that was to be replaced is still there.
            _context.OnFailed(e, RetryLane.LiveCall);
            work.Telemetry.OnReplacementFailed(attempt.Record.Number, e, cause);
            return null;
        }
        catch (OperationCanceledException e)
        {
            if (!IsOver(attempt))
            {
                work.Telemetry.OnReplacementFailed(attempt.Record.Number, e, cause);
            }

            return null;
        }
    }

    private bool IsOver(StreamAttempt<TResponse> attempt) => attempt.Ended.IsCompleted || work.Queue.IsEnding;

    public async Task<bool> WaitForWorkAsync()
    {
        while (!work.Queue.HasWork)
        {
            if (work.Queue.IsFinished || over.IsCancellationRequested)
            {
                return false;
            }

            await work.Queue.WaitForWorkAsync().ConfigureAwait(false);
        }

        return !over.IsCancellationRequested;
    }

    public void Abandon(StreamAttempt<TResponse>? successor)
    {
        successor?.Record.End(_context, failure: null, "not needed any more");
        successor?.Dispose();
    }
}
