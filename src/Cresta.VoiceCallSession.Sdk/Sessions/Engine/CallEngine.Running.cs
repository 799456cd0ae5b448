using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>How a call goes from stream to stream until it is over.</summary>
internal sealed partial class CallEngine<TResponse>
{
    private readonly RotationSchedule _rotation;

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
        _failure = FailureOf(end);
        Queue.Close(end.Outcome == CallOutcome.Aborted ? LossReason.CallAborted : LossReason.CallFailed, Refusal);
        Ledger.Close(Unanswered);
        var report = CallReportMaker.Make(this, end.Outcome, _failure);
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
            var successor = await RunToEndAsync(attempt).ConfigureAwait(false);

            // 2. Decide what its end means.
            var decision = await CloseStreamAsync(attempt).ConfigureAwait(false);
            if (decision.Action == StreamEndAction.EndCall)
            {
                GiveUp(successor);
                return decision;
            }

            // 3. A closed stream is replaced when there is something to send; a successor would be as idle.
            if (decision.Action == StreamEndAction.CloseUntilNeeded)
            {
                GiveUp(successor);
                successor = null;
                if (!await WaitForWorkAsync().ConfigureAwait(false))
                {
                    return OwnEnd() ?? StreamEndDecision.EndCall(cause: null, "nothing was left to send");
                }
            }

            // 4. Hand over to the successor, if there is one.
            if (successor is not null)
            {
                Telemetry.OnReplaced(attempt.Record.Number, successor.Record.Cause);
                _rotation.OnReplaced(successor.Record.Cause);
                attempt = successor;
                attempt.Start(decision.IsReconnect ? Pace() : null);
                continue;
            }

            // 5. Else reconnect, or resume.
            var (opened, over) = await ReconnectAsync(decision.IsReconnect ? decision : null).ConfigureAwait(false);
            if (opened is null)
            {
                return over!;
            }

            attempt = opened;
        }
    }

    /// <summary>Runs a stream to its end; if it is to be replaced first, gives the stream that takes over, open but not started.</summary>
    private async Task<StreamAttempt<TResponse>?> RunToEndAsync(StreamAttempt<TResponse> attempt)
    {
        var abort = _over.Token.UnsafeRegister(static attempt => ((StreamAttempt<TResponse>)attempt!).Abort(), attempt);
        await using (abort.ConfigureAwait(false))
        {
            StreamAttempt<TResponse>? successor = null;
            while (successor is null && _context.Options.Reconnect.Enabled && !IsOver(attempt))
            {
                using var stop = new CancellationTokenSource();
                var due = _rotation.DueAsync(attempt, stop.Token);
                await Task.WhenAny(attempt.Ended, Queue.Ending, due).ConfigureAwait(false);
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
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _over.Token);
        var opening = TryOpenSuccessorAsync(attempt, cause, cancel.Token);
        await Task.WhenAny(opening, attempt.Ended, Queue.Ending).ConfigureAwait(false);
        await cancel.CancelAsync().ConfigureAwait(false);
        var successor = await opening.ConfigureAwait(false);
        if (successor is not null && Queue.IsEnding && !attempt.Ended.IsCompleted)
        {
            // The stream in use can carry what is left.
            GiveUp(successor);
            return null;
        }

        if (successor is null && !IsOver(attempt))
        {
            _rotation.Postpone();
        }

        return successor;
    }

    private async Task<StreamAttempt<TResponse>?> TryOpenSuccessorAsync(StreamAttempt<TResponse> attempt, AttemptCause cause, CancellationToken cancellationToken)
    {
        try
        {
            if (cause == AttemptCause.TokenExpiry)
            {
                _context.TryRefresh(attempt.Authorization);
            }

            await _context.RetryGate.EnterAsync(RetryLane.LiveCall, cancellationToken).ConfigureAwait(false);
            return await _opener.OpenAsync(Running, cause, cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            // The stream that was to be replaced is still there.
            _context.OnFailed(e, RetryLane.LiveCall);
            Telemetry.OnReplacementFailed(attempt.Record.Number, e, cause);
            return null;
        }
        catch (OperationCanceledException e)
        {
            if (!IsOver(attempt))
            {
                Telemetry.OnReplacementFailed(attempt.Record.Number, e, cause);
            }

            return null;
        }
    }

    private bool IsOver(StreamAttempt<TResponse> attempt) => attempt.Ended.IsCompleted || Queue.IsEnding;

    private async Task<bool> WaitForWorkAsync()
    {
        while (!Queue.HasWork)
        {
            if (Queue.IsFinished || _over.IsCancellationRequested)
            {
                return false;
            }

            await Queue.WaitForWorkAsync().ConfigureAwait(false);
        }

        return !_over.IsCancellationRequested;
    }

    private void GiveUp(StreamAttempt<TResponse>? successor)
    {
        successor?.Record.End(_context, failure: null, "not needed any more");
        successor?.Dispose();
    }

    /// <summary>A fault of the SDK's own must not leave a stream open or its record without an end.</summary>
    private void CloseUnexpectedly(StreamAttempt<TResponse> attempt, StreamEndDecision end)
    {
        if (attempt.Decision is null)
        {
            attempt.Decision = end;
            attempt.Record.End(_context, FailureOf(end), "");
        }

        attempt.Dispose();
    }
}
