namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What the end of a stream means for its call.</summary>
/// <param name="Action">What follows.</param>
/// <param name="Cause">What broke the stream, or the call; not translated yet where this side made it.</param>
/// <param name="Reason">In words, for the report.</param>
internal sealed record StreamEndDecision(StreamEndAction Action, Exception? Cause, string Reason)
{
    /// <summary>How the call ended, where it is over.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>A sentence to be added to the failure, or null.</summary>
    public string? Explanation { get; init; }

    /// <summary>The message that the failure is about, or null.</summary>
    public string? SequenceId { get; init; }

    /// <summary>Whether another stream is to carry again what was not acknowledged.</summary>
    public bool IsReconnect => Action is StreamEndAction.Reconnect or StreamEndAction.ReconnectWithNewToken;

    public static StreamEndDecision EndCall(Exception? cause, string reason = "") =>
        new(StreamEndAction.EndCall, cause, reason) { Outcome = cause is null ? CallOutcome.Completed : CallOutcome.Failed };
}
