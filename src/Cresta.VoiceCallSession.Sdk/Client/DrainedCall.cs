namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>A call that was open when its client was told to drain, and what became of it.</summary>
internal sealed record DrainedCall(string PlatformCallId, CallReport Report);
