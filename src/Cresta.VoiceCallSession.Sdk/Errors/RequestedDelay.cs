namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>A wait that was asked for together with a failure.</summary>
/// <param name="Wait">How long.</param>
/// <param name="IsServices">
/// Whether the service itself asked, by <c>RetryInfo</c> or push-back. Intermediaries send static <c>Retry-After</c> values.
/// </param>
/// <param name="ForbidsRetry">Whether the service asked for no retry at all.</param>
internal readonly record struct RequestedDelay(TimeSpan? Wait, bool IsServices, bool ForbidsRetry);
