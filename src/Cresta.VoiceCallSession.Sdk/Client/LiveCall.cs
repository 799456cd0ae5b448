namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>An open call of a client, of either kind of session.</summary>
/// <param name="PlatformCallId">The call's id on the platform.</param>
/// <param name="Completion">Completes with the call's report.</param>
/// <param name="Complete">Begins the graceful end without an event.</param>
/// <param name="End">Begins the graceful end, with an end event if the stream carries events.</param>
/// <param name="Abort">Aborts the call.</param>
internal sealed record LiveCall(string PlatformCallId, Task<CallReport> Completion, Action Complete, Action End, Action Abort);
