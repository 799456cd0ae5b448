namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>How a stream ended: with a failure or well, and whether we had half-closed it before.</summary>
internal readonly record struct AttemptEnd(Exception? Failure, bool HalfClosed);
