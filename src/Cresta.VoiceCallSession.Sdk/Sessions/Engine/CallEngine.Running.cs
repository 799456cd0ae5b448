using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>How a call outlives its streams.</summary>
internal sealed partial class CallEngine<TResponse>
{
    private readonly RotationSchedule _rotation;
    private bool _refreshed;
    private bool _askedAgain;
    private bool _wondered;

    private async Task RunAsync(StreamAttempt<TResponse> first)
    {
        StreamVerdict end;
        try
        {
            first.Start(pace: null);
            end = await OutliveAsync(first).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever happens, the call ends with a report: it is what everybody waits for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            end = Over(CallOutcome.Failed, _context.Translate(e, Running), "");
        }

        // Whoever watches a flush that will not come any more is told.
        _flushed.TrySetResult();
        _failure = end.Failure;
        Queue.Close(end.Outcome == CallOutcome.Aborted ? LossReason.CallAborted : LossReason.CallFailed, Refusal);
        Ledger.Close(Unanswered);
        var report = CallReportMaker.Make(this, end.Outcome, _failure);
        Responses.Complete(_failure is null ? null : () => _failure.ForSequenceId(null));
        Telemetry.OnEnded(report);
        Telemetry.Dispose();
        _completion.TrySetResult(report);
    }

    /// <summary>Carries the call from stream to stream until it is over.</summary>
    private async Task<StreamVerdict> OutliveAsync(StreamAttempt<TResponse> attempt)
    {
        while (true)
        {
            var successor = await RunToEndAsync(attempt).ConfigureAwait(false);
            var verdict = await JudgeAsync(attempt).ConfigureAwait(false);
            if (verdict.Next == StreamSequel.CallOver)
            {
                GiveUp(successor);
                return verdict;
            }

            if (verdict.Next == StreamSequel.Park)
            {
                // A successor would be as idle.
                GiveUp(successor);
                successor = null;
                if (!await WaitForWorkAsync().ConfigureAwait(false))
                {
                    return Cause() ?? Over(CallOutcome.Completed, failure: null, "nothing was left to send");
                }
            }

            if (successor is not null)
            {
                Telemetry.OnReplaced(attempt.Record.Number, successor.Record.Cause);
                attempt = successor;
                attempt.Start(verdict.Next == StreamSequel.Reconnect ? Pace() : null);
                continue;
            }

            var (opened, failed) = await ReconnectAsync(verdict.Failure).ConfigureAwait(false);
            if (opened is null)
            {
                return failed!;
            }

            attempt = opened;
        }
    }

    /// <summary>Runs a stream to its end; where it is to be replaced first, gives the stream that takes over, open but not begun.</summary>
    private async Task<StreamAttempt<TResponse>?> RunToEndAsync(StreamAttempt<TResponse> attempt)
    {
        var abort = _over.Token.UnsafeRegister(static attempt => ((StreamAttempt<TResponse>)attempt!).Abort(), attempt);
        await using (abort.ConfigureAwait(false))
        {
            StreamAttempt<TResponse>? successor = null;
            while (successor is null && _context.Options.Reconnect.Enabled)
            {
                using var quiet = new CancellationTokenSource();
                var due = _rotation.DueAsync(attempt, quiet.Token);
                await Task.WhenAny(attempt.Ended, due).ConfigureAwait(false);
                await quiet.CancelAsync().ConfigureAwait(false);
                if (attempt.Ended.IsCompleted || Queue.IsEnding)
                {
                    break;
                }

                successor = await OpenSuccessorAsync(attempt, await due.ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (successor is not null)
            {
                await HandOverAsync(attempt).ConfigureAwait(false);
            }

            await attempt.Ended.ConfigureAwait(false);
            return successor;
        }
    }

    private async Task<StreamAttempt<TResponse>?> OpenSuccessorAsync(StreamAttempt<TResponse> attempt, AttemptCause cause)
    {
        using var timeout = new CancellationTokenSource(_context.Options.OpenTimeout, _context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _over.Token);
        try
        {
            if (cause == AttemptCause.TokenExpiry)
            {
                _context.TryRefresh(attempt.Authorization);
            }

            await _context.RetryGate.EnterAsync(either.Token).ConfigureAwait(false);
            return await _opener.OpenAsync(Running, cause, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is VoiceCallSessionException or OperationCanceledException)
        {
            // The stream that was to be replaced is still there.
            Telemetry.OnReplacementFailed(attempt.Record.Number, e, cause);
            _rotation.Postpone();
            return null;
        }
    }

    /// <summary>The old stream ends before the new one begins, so that the server cannot mix them up.</summary>
    private async Task HandOverAsync(StreamAttempt<TResponse> attempt)
    {
        attempt.Leave(HalfClose.Rotated);
        var timeout = _context.Options.Rotation.HandoverTimeout;
        try
        {
            await attempt.Ended.WaitAsync(timeout, _context.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            attempt.CutOff(CallFailures.NotHandedOver(timeout));
        }
    }

    private async Task<(StreamAttempt<TResponse>? Opened, StreamVerdict? Over)> ReconnectAsync(VoiceCallSessionException? cause)
    {
        var last = cause;
        var first = cause is not null;
        try
        {
            var opened = await _context.ReconnectPipeline.ExecuteAsync(
                async token =>
                {
                    if (first)
                    {
                        // The outage itself is the first failure: what follows it waits.
                        first = false;
                        throw new StreamBrokenException(cause!);
                    }

                    try
                    {
                        return await TryReconnectAsync(last is null ? AttemptCause.Unpark : AttemptCause.Reconnect, token).ConfigureAwait(false);
                    }
                    catch (StreamBrokenException e)
                    {
                        last = e.Failure;
                        throw;
                    }
                },
                _over.Token).ConfigureAwait(false);
            return (opened, null);
        }
        catch (StreamBrokenException e)
        {
            return (null, Cause() ?? Over(CallOutcome.Failed, e.Failure, ""));
        }
        catch (Exception e) when (e is OperationCanceledException or VoiceCallSessionException or Polly.Timeout.TimeoutRejectedException)
        {
            var failure = TooLate(e, last, Running, _context.Options.Reconnect.MaxOutage, "no stream that holds");
            return (null, Cause() ?? Over(CallOutcome.Failed, failure, ""));
        }
    }

    /// <summary>Opens a stream and stays with it until it has proved itself, so that one that breaks at once is one more failure of the same outage.</summary>
    private async Task<StreamAttempt<TResponse>> TryReconnectAsync(AttemptCause cause, CancellationToken cancellationToken)
    {
        StreamAttempt<TResponse> attempt;
        try
        {
            // No stream looks at the backlog now, and it is never longer.
            Telemetry.Sample();
            Instruments.Retries.Record(1, _context.ServerTags, new("operation", "reconnect"));
            await _context.RetryGate.EnterAsync(cancellationToken).ConfigureAwait(false);
            attempt = await _opener.OpenAsync(Running, cause, cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e) when (e.IsTransient)
        {
            throw new StreamBrokenException(e);
        }

        attempt.Start(cause == AttemptCause.Reconnect ? Pace() : null);
        var abort = cancellationToken.UnsafeRegister(static attempt => ((StreamAttempt<TResponse>)attempt!).Abort(), attempt);
        await using (abort.ConfigureAwait(false))
        {
            await Task.WhenAny(attempt.Ended, attempt.Stable).ConfigureAwait(false);
        }

        if (attempt.Stable.IsCompleted)
        {
            if (cause == AttemptCause.Reconnect)
            {
                Telemetry.OnReconnected(attempt.Record.Number, Queue.Tracks.Select(track => Shape.SecondsIn(track.QueuedBytes) * 1000).DefaultIfEmpty().Max());
            }

            return attempt;
        }

        var verdict = await JudgeAsync(attempt).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return verdict.Next == StreamSequel.Reconnect ? throw new StreamBrokenException(verdict.Failure!) : attempt;
    }

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

    private CatchUpPace Pace() => new(Shape, _context.Options.Reconnect.CatchUpFactor, _context.TimeProvider);

    private void GiveUp(StreamAttempt<TResponse>? successor)
    {
        successor?.Record.End(_context, failure: null, "not needed any more");
        successor?.Dispose();
    }
}
