using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>What the end of a stream means for its call.</summary>
internal sealed partial class CallEngine<TResponse>
{
    /// <summary>Judges a stream that has ended, once: closes its record, and puts what is owed back into the queue where another is to carry it.</summary>
    private async Task<StreamVerdict> JudgeAsync(StreamAttempt<TResponse> attempt)
    {
        if (attempt.Verdict is { } known)
        {
            return known;
        }

        using var scope = Telemetry.BeginScope(attempt.Record.Number);
        var end = await attempt.Ended.ConfigureAwait(false);
        if (attempt.Stable.IsCompleted)
        {
            _refreshed = false;
        }

        var verdict = Cause() ?? (end.Failure is null ? JudgeGoodEnd(attempt, end.HalfClosed) : JudgeFailure(attempt, end.Failure));
        if (end.Failure is { } failure)
        {
            // Too late for this stream, but not for the next.
            _context.Transport.TrySwitch(attempt.Invoker, failure);
        }

        if (verdict.Next == StreamSequel.Reconnect)
        {
            Queue.Rewind(unread: StreamRefusedException.IsCauseOf(end.Failure));
        }

        Tell(attempt, verdict);
        attempt.Verdict = verdict;
        attempt.Record.End(_context, verdict.Failure, verdict.Reason);
        attempt.Finish(verdict.Failure?.StatusCode ?? StatusCode.OK);
        attempt.Dispose();
        return verdict;
    }

    private void Tell(StreamAttempt<TResponse> attempt, StreamVerdict verdict)
    {
        if (verdict.Next == StreamSequel.Reconnect)
        {
            Telemetry.OnBroken(attempt.Record.Number, attempt.Age, verdict.Failure!, Ledger.Unacknowledged);
        }
        else if (verdict.Next == StreamSequel.Park)
        {
            Telemetry.OnParked(attempt.Record.Number);
        }
    }

    /// <summary>The end that we ourselves have made of the call, if we have.</summary>
    private StreamVerdict? Cause() => _ending.Cause is not { } cause
        ? null
        : Over(_ending.Outcome, _ending.Outcome == CallOutcome.Completed ? null : _context.Translate(cause, Running), cause.Status.Detail);

    private StreamVerdict JudgeGoodEnd(StreamAttempt<TResponse> attempt, HalfClose halfClosed)
    {
        if (halfClosed == HalfClose.None)
        {
            _rotation.Learn(StatusCode.OK, attempt.Age);
            return Broken(_context.Translate(CallFailures.EndedEarly(), Running));
        }

        var missing = Ledger.MissingAnswers;
        if (missing == 0 && halfClosed != HalfClose.Finished && !_wondered)
        {
            // The server may have ended the stream by itself, unread messages in it, at the moment in which this side left it; an answer on the next stream would then speak for what it has
            // never seen. Sent again once, they are either answered or of a kind that is not.
            missing = Ledger.UncertainAnswers;
            _wondered = missing > 0;
        }

        if (missing > 0)
        {
            // Asked once more, it may answer; asked for ever, a server that never answers them would never let the call end.
            var unanswered = _context.Translate(CallFailures.LeftUnanswered(missing), Running);
            var again = !_askedAgain || halfClosed != HalfClose.Finished;
            _askedAgain |= halfClosed == HalfClose.Finished;
            return again ? Broken(unanswered) : Over(CallOutcome.Failed, unanswered, "");
        }

        return halfClosed switch
        {
            HalfClose.Rotated => new StreamVerdict(StreamSequel.GoOn, Failure: null, "replaced by the next stream"),
            HalfClose.Parked => new StreamVerdict(StreamSequel.Park, Failure: null, "parked: there was nothing to send"),
            _ => Over(CallOutcome.Completed, failure: null, "the call ended"),
        };
    }

    private StreamVerdict JudgeFailure(StreamAttempt<TResponse> attempt, Exception failure)
    {
        var translated = _context.Translate(failure, Running);
        var ofAge = attempt.Stable.IsCompleted && _rotation.Learn(translated.StatusCode, attempt.Age);
        if (translated.IsTransient || ofAge)
        {
            return Broken(translated);
        }

        if (translated.StatusCode == StatusCode.Unauthenticated && !_refreshed && _context.TryRefresh(attempt.Authorization))
        {
            _refreshed = true;
            Telemetry.OnTokenRefused(attempt.Record.Number);
            return Broken(translated);
        }

        return Over(CallOutcome.Failed, translated, "");
    }

    private StreamVerdict Broken(VoiceCallSessionException failure)
    {
        if (Queue.IsFinished && Ledger.Acknowledged > 0 && Ledger.Unacknowledged == 0)
        {
            // The server has answered for everything: how its stream ended does not matter.
            return Over(CallOutcome.Completed, failure: null, $"everything was acknowledged before the stream ended with {StatusNames.Of(failure.StatusCode)}: {failure.Status.Message}");
        }

        return _context.Options.Reconnect.Enabled
            ? new StreamVerdict(StreamSequel.Reconnect, failure, "")
            : Over(CallOutcome.Failed, failure, "");
    }

    private static StreamVerdict Over(CallOutcome outcome, VoiceCallSessionException? failure, string reason) =>
        new(StreamSequel.CallOver, failure, reason, outcome);
}
