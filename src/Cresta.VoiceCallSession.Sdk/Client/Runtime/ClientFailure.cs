namespace Cresta.VoiceCallSession.Sdk.Client.Runtime;

/// <summary>A failure and when it was.</summary>
internal sealed record ClientFailure(VoiceCallSessionException Exception, DateTimeOffset At);
