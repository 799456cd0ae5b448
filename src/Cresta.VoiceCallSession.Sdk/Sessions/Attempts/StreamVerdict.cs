namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What the end of a stream means for its call.</summary>
/// <param name="Next">What follows.</param>
/// <param name="Failure">What broke the stream, or the call.</param>
/// <param name="Reason">In words, for the report.</param>
/// <param name="Outcome">How the call ended, where it is over.</param>
internal sealed record StreamVerdict(StreamSequel Next, VoiceCallSessionException? Failure, string Reason, CallOutcome Outcome = CallOutcome.Completed);
