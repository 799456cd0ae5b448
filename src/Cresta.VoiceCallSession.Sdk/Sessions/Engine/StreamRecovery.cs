using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Cresta.VoiceCallSession.Sdk.Sessions.Context;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>
/// Decides what follows the end of a call's stream, and opens the stream that follows a broken one. Used by the engine's loop.
/// </summary>
internal sealed class StreamRecovery<TResponse>(
    CallServices work, StreamOpener<TResponse> opener, OperationContext running, RotationSchedule rotation, CallShutdown ending,
        AudioShape shape, CancellationToken over)
    where TResponse : class
{
    /// <summary>A stream that is ended sooner is an outage even if there was nothing to send, so that the back-off grows.</summary>
    private static readonly TimeSpan ShortestIdleStream = TimeSpan.FromSeconds(1);

    private readonly ClientServices _context = work.Context;
    private RecoveryState _recovery = RecoveryState.Initial;

    /// <summary>The end that we ourselves have made of the call, if we have.</summary>
    public StreamEndDecision? OwnEnd() => ending.Cause is not { } cause
        ? null
        : new StreamEndDecision(
            StreamEndAction.EndCall, ending.Outcome == CallOutcome.Completed ? null : cause, cause.Message)
        { Outcome = ending.Outcome };

    /// <summary>
    /// Decides what follows a stream that has ended, once: closes its record, and puts what was not acknowledged back into the queue if
    /// another is to carry it.
    /// </summary>
    public async Task<StreamEndDecision> CloseStreamAsync(StreamAttempt<TResponse> attempt)
    {
        if (attempt.Decision is { } known)
        {
            return known;
        }

        using var scope = work.Telemetry.BeginScope(attempt.Record.Number);
        var end = await attempt.Ended.ConfigureAwait(false);
        var failure = end.Failure is null ? null : _context.Translate(end.Failure, running);
        attempt.Record.FirstUnacknowledgedId = work.Ledger.FirstUnacknowledgedId;
        // A proxy's time-out says nothing of how old the service lets a stream get.
        var isServices = failure is null or { Origin: FailureOrigin.Service };
        rotation.OnEnded(isServices && attempt.Stable.IsCompleted && end.HalfClosed == HalfClose.None
            ? failure?.StatusCode ?? StatusCode.OK : null, attempt.Age);
        var decision = OwnEnd() ?? Classify(new StreamEnd
        {
            Failure = failure,
            HalfClosed = end.HalfClosed,
            MadeProgress = attempt.Stable.IsCompleted,
            WasAcknowledged = attempt.WasAcknowledged,
            CanRefreshToken = _context.CanRefresh(attempt.Authorization),
            MissingAnswers = work.Ledger.MissingAnswers,
            UncertainAnswers = work.Ledger.UncertainAnswers,
            UnreadMessages = MayBeUnread(attempt) && end.HalfClosed != HalfClose.Finished ? work.Ledger.UnacknowledgedOnStream : 0,
        });
        if (end.Failure is not null)
        {
            // Too late for this stream, but not for the next.
            _context.Transport.TrySwitch(attempt.Invoker, end.Failure);
            if (failure!.Origin is not FailureOrigin.Network && InstanceFaults.IsPossible(failure))
            {
                _context.Transport.RenewConnections(attempt.ConnectionGeneration);
            }

            _context.OnFailed(failure, RetryLane.LiveCall);
        }

        if (decision.Action == StreamEndAction.ReconnectWithNewToken)
        {
            _context.TryRefresh(attempt.Authorization);
            work.Telemetry.OnTokenRefused(attempt.Record.Number);
        }

        if (decision.IsReconnect)
        {
            work.Queue.Rewind(unread: StreamRefusedException.IsCauseOf(end.Failure));
        }

        attempt.Decision = decision;
        Report(attempt, decision);
        attempt.Dispose();
        return decision;
    }

    private void Report(StreamAttempt<TResponse> attempt, StreamEndDecision decision)
    {
        var failure = FailureOf(decision);
        if (decision.IsReconnect)
        {
            work.Telemetry.OnBroken(attempt.Record.Number, attempt.Age, failure!, work.Ledger.Unacknowledged);
        }
        else if (decision.Action == StreamEndAction.CloseUntilNeeded)
        {
            work.Telemetry.OnParked(attempt.Record.Number);
        }

        attempt.Record.End(_context, failure, decision.Reason);
        attempt.Finish(failure?.StatusCode ?? StatusCode.OK);
    }

    /// <summary>
    /// Whether the server may not have read all of the stream. One that has never acknowledged anything says nothing by its silence.
    /// </summary>
    private bool MayBeUnread(StreamAttempt<TResponse> attempt) =>
        attempt.IsRequestUnread || (attempt.WasClosedInTime && work.Ledger.Acknowledged > 0);

    private StreamEndDecision Classify(StreamEnd end)
    {
        var (decision, next) = StreamEndClassifier.Classify(
            end with
            {
                IsClassifiedByApplication = _context.Errors.IsClassifiedByApplication,
                MayReconnect = _context.Options.Reconnect.Enabled,
                MaxOutage = _context.Options.Reconnect.MaxOutage,
                IsEverythingAcknowledged = work.Queue.IsFinished && work.Ledger is { Acknowledged: > 0, Unacknowledged: 0 },
                FirstUnacknowledgedId = work.Ledger.FirstUnacknowledgedId,
            },
            _recovery);
        _recovery = next;
        return decision;
    }

    public VoiceCallSessionException? FailureOf(StreamEndDecision decision)
    {
        if (decision.Cause is not { } cause)
        {
            return null;
        }

        var failure = _context.Translate(cause, running);
        return decision.Explanation is { } explanation ? failure.Explained(explanation, decision.SequenceId) : failure;
    }

    /// <summary>Opens streams until one makes progress, for as long as an outage may last.</summary>
    /// <param name="broken">What the last stream ended with; null if the call had closed it, and there is something to send again.</param>
    public async Task<(StreamAttempt<TResponse>? Opened, StreamEndDecision? Decision)> ReconnectAsync(StreamEndDecision? broken)
    {
        var began = _context.TimeProvider.GetTimestamp();
        var result = new ReconnectResult<TResponse>(Attempt: null, broken, broken is null ? null : FailureOf(broken));
        var isFirst = broken is not null;
        try
        {
            result = await _context.ReconnectPipeline.ExecuteAsync(
                async token =>
                {
                    if (!isFirst)
                    {
                        result = await TryReconnectAsync(
                            result.Failure is null ? AttemptCause.Resume : AttemptCause.Reconnect, token).ConfigureAwait(false);
                    }

                    // The end of the stream is the first failure of the outage: what follows it waits.
                    isFirst = false;
                    return result = result with { Wait = WaitAfter(result.Failure, _context.TimeProvider.GetElapsedTime(began)) };
                },
                over).ConfigureAwait(false);
            return result.Attempt is { } opened ? (opened, null) : (null, OwnEnd() ?? result.Decision);
        }
        catch (Exception e) when (e is OperationCanceledException or Polly.Timeout.TimeoutRejectedException)
        {
            return (null, OwnEnd() ?? StreamEndDecision.EndCall(
                _context.TooLate(e, result.Failure, running, _context.Options.Reconnect.MaxOutage, "no stream that makes progress")));
        }
    }

    /// <summary>
    /// The wait that is requested: the service's, if it ends before the outage must. An intermediary's static value is cut to the longest
    /// wait of our own; null leaves the wait to the back-off.
    /// </summary>
    private TimeSpan? WaitAfter(VoiceCallSessionException? failure, TimeSpan elapsed)
    {
        var options = _context.Options.Reconnect;
        return failure?.RetryAfter is not { } requested ? null
            : failure.IsRetryAfterServices ? (requested < options.MaxOutage - elapsed ? requested : null)
            : requested < options.MaxDelay ? requested : null;
    }

    /// <summary>
    /// Opens a stream and stays with it until it has made progress, so that one that breaks at once is one more failure of the same outage.
    /// </summary>
    private async Task<ReconnectResult<TResponse>> TryReconnectAsync(AttemptCause cause, CancellationToken cancellationToken)
    {
        StreamAttempt<TResponse> attempt;
        try
        {
            // No stream samples the backlog now, and it is never longer.
            work.Telemetry.Sample();
            attempt = await _context.NewRunner("reconnect", RetryLane.LiveCall)
                .RetryAsync(token => opener.OpenAsync(running, cause, token), cancellationToken).ConfigureAwait(false);
        }
        catch (VoiceCallSessionException e)
        {
            return new ReconnectResult<TResponse>(Attempt: null, Classify(new StreamEnd { Failure = e }), e);
        }

        attempt.Start(cause == AttemptCause.Reconnect ? Pace() : null);
        var abort = cancellationToken.UnsafeRegister(static attempt => ((StreamAttempt<TResponse>)attempt!).Abort(), attempt);
        await using (abort.ConfigureAwait(false))
        {
            await Task.WhenAny(attempt.Ended, attempt.Stable).ConfigureAwait(false);
        }

        if (attempt.Age >= ShortestIdleStream && attempt.WasAnswered && work.Ledger.Unacknowledged == 0 && !work.Queue.HasWork)
        {
            // Nothing is owed, so there is no outage: on hold behind a proxy with a short idle time-out every stream ends so.
            attempt.OnIdled();
        }

        if (attempt.Stable.IsCompleted)
        {
            if (cause == AttemptCause.Reconnect)
            {
                work.Telemetry.OnReconnected(attempt.Record.Number, work.Queue.Tracks.Select(
                    track => shape.SecondsIn(track.QueuedBytes) * 1000).DefaultIfEmpty().Max());
            }

            return new ReconnectResult<TResponse>(attempt, Decision: null, Failure: null);
        }

        var decision = await CloseStreamAsync(attempt).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return decision.IsReconnect
            ? new ReconnectResult<TResponse>(Attempt: null, decision, FailureOf(decision))
            : new ReconnectResult<TResponse>(attempt, decision, Failure: null);
    }

    /// <summary>The pace at which a stream catches up.</summary>
    public CatchUpPacer Pace() => new(shape, _context.Options.Reconnect.CatchUpFactor, _context.TimeProvider);
}
