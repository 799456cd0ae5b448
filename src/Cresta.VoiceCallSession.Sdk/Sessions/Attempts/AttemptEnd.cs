namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>How a stream ended.</summary>
/// <param name="Failure">What broke it, or null where the server ended it well.</param>
/// <param name="HalfClosed">Why we had half-closed it before it ended.</param>
internal readonly record struct AttemptEnd(Exception? Failure, HalfClose HalfClosed);
