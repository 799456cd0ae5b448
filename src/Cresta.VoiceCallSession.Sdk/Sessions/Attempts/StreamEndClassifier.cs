using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>
/// Decides what the end of a stream, or a failure to open one, means for its call. Pure: the same end in the same state gives the same
/// decision. The rules are the table of <c>docs/resilience.md</c>, which a test holds to this code.
/// </summary>
internal static class StreamEndClassifier
{
    /// <summary>So many streams in a row may end with a status that may be the answer to one message.</summary>
    public const int MaxSuspectedStreams = 3;

    public static (StreamEndDecision Decision, RecoveryState State) Classify(StreamEnd end, RecoveryState state)
    {
        if (end.MadeProgress)
        {
            state = state with { IsTokenRefreshed = false, SuspectedMessages = [] };
        }

        return end.Failure is { } failure ? ClassifyFailure(end, failure, state) : ClassifyOk(end, state);
    }

    /// <summary>Whether a status of the service's says that this call cannot go on, whichever stream carries it.</summary>
    public static bool IsAboutCall(StatusCode code) =>
        code is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.PermissionDenied
            or StatusCode.FailedPrecondition;

    /// <summary>
    /// Whether a status may be the service's answer to one message, which a further stream would only repeat. A number that is no status
    /// counts as UNKNOWN.
    /// </summary>
    public static bool IsPossiblyAboutMessage(VoiceCallSessionException failure) =>
        ErrorTranslator.IsAboutSize(failure.Status)
        || (failure.Origin == FailureOrigin.Service
            && (failure.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss or StatusCode.Cancelled
                || !Enum.IsDefined(failure.StatusCode)));

    private static (StreamEndDecision Decision, RecoveryState State) ClassifyOk(StreamEnd end, RecoveryState state)
    {
        if (end.HalfClosed == HalfClose.None)
        {
            // Nobody else ends a live call's stream with OK, so what followed would be lost.
            return (Broken(end, CallErrors.EndedEarly()), state);
        }

        var unanswered = Math.Max(end.MissingAnswers, end.UnreadMessages);
        if (unanswered == 0 && end.HalfClosed != HalfClose.Finished && !state.IsUncertainResent && end.UncertainAnswers > 0)
        {
            // The server may have ended the stream by itself, with messages unread, when this side left it; an answer on the next stream
            // would then acknowledge what it has never read. Sent
            // again once, they are either answered or of a kind that is not.
            unanswered = end.UncertainAnswers;
            state = state with { IsUncertainResent = true };
        }

        if (unanswered > 0)
        {
            return ClassifyUnanswered(end, CallErrors.LeftUnanswered(unanswered), state);
        }

        return (end.HalfClosed switch
        {
            HalfClose.Rotated => new StreamEndDecision(StreamEndAction.Continue, Cause: null, "replaced by the next stream"),
            HalfClose.Parked => new StreamEndDecision(StreamEndAction.CloseUntilNeeded, Cause: null, "closed: there was nothing to send"),
            _ => StreamEndDecision.EndCall(cause: null, "the call ended"),
        }, state);
    }

    /// <summary>
    /// Sent again once, messages may be answered. Sent again for ever, a server that never answers them would never let the call end.
    /// </summary>
    private static (StreamEndDecision Decision, RecoveryState State) ClassifyUnanswered(
        StreamEnd end, CallErrorException failure, RecoveryState state) =>
        end.HalfClosed != HalfClose.Finished ? (Broken(end, failure), state)
        : state.IsUnansweredResent ? (StreamEndDecision.EndCall(failure), state)
        : (Broken(end, failure), state with { IsUnansweredResent = true });

    private static (StreamEndDecision Decision, RecoveryState State) ClassifyFailure(
        StreamEnd end, VoiceCallSessionException failure, RecoveryState state)
    {
        if (failure is
            {
                StatusCode: StatusCode.Unauthenticated,
                Origin: not FailureOrigin.Credential
            } && end.CanRefreshToken && !state.IsTokenRefreshed)
        {
            var refreshing = Broken(end, failure);
            return (refreshing.IsReconnect ? refreshing with { Action = StreamEndAction.ReconnectWithNewToken } : refreshing,
                state with { IsTokenRefreshed = true });
        }

        if (end.IsClassifiedByApplication && failure.Origin is not (FailureOrigin.Client or FailureOrigin.Credential))
        {
            return (failure.IsTransient ? Broken(end, failure) : EndCall(end, failure), state);
        }

        if (IsPossiblyAboutMessage(failure))
        {
            return ClassifySuspected(end, failure, state);
        }

        state = failure.Origin == FailureOrigin.Service ? state with { SuspectedMessages = [] } : state;
        return (EndsCall(end, failure) ? EndCall(end, failure) : Broken(end, failure), state);
    }

    /// <summary>Whether the service itself, the credential or this side says that no further stream can carry the call.</summary>
    private static bool EndsCall(StreamEnd end, VoiceCallSessionException failure) => failure.Origin switch
    {
        FailureOrigin.Service => IsAboutCall(failure.StatusCode)
            || failure.StatusCode == StatusCode.Unauthenticated
            || failure.ForbidsRetry
            || (end.WasAcknowledged && failure.IsRetryAfterServices && failure.RetryAfter >= end.MaxOutage),
        FailureOrigin.Credential => failure.StatusCode == StatusCode.Unauthenticated,
        FailureOrigin.Client => failure.StatusCode == StatusCode.InvalidArgument,

        // An endpoint that has not proved itself.
        _ => failure.IsPermanent,
    };

    private static (StreamEndDecision Decision, RecoveryState State) ClassifySuspected(
        StreamEnd end, VoiceCallSessionException failure, RecoveryState state)
    {
        var suspected = state.SuspectedMessages.Add(end.FirstUnacknowledgedId ?? "none");
        state = state with { SuspectedMessages = suspected };
        if (suspected.Length < MaxSuspectedStreams)
        {
            return (Broken(end, failure), state);
        }

        var isOneMessage = suspected.Distinct(StringComparer.Ordinal).Count() == 1 && end.FirstUnacknowledgedId is not null;
        var decision = EndCall(end, failure);
        return (decision.Cause is null ? decision : decision with
        {
            Explanation = $"{suspected.Length} streams in a row ended so, without progress between them; the first unacknowledged "
                + $"message of each was {string.Join(", ", suspected)}.",
            SequenceId = isOneMessage ? end.FirstUnacknowledgedId : null,
        }, state);
    }

    private static StreamEndDecision Broken(StreamEnd end, Exception failure) =>
        !end.MayReconnect || IsComplete(end) ? EndCall(end, failure) : new StreamEndDecision(StreamEndAction.Reconnect, failure, "");

    /// <summary>If the server has acknowledged everything, it does not matter how its stream ended.</summary>
    private static StreamEndDecision EndCall(StreamEnd end, Exception failure) =>
        IsComplete(end) ? StreamEndDecision.EndCall(
            cause: null, $"everything was acknowledged before the stream ended: {TextOf(failure)}") : StreamEndDecision.EndCall(failure);

    private static bool IsComplete(StreamEnd end) => end.IsEverythingAcknowledged;

    private static string TextOf(Exception failure) =>
        failure is VoiceCallSessionException service ? $"{StatusNames.Of(service.StatusCode)}: {service.Status.Message}" : failure.Message;
}
