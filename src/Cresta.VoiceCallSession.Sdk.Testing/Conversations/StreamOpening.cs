namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What is known of a request before its first message, whatever the transport.</summary>
internal sealed record StreamOpening(CallMethod Method, RequestOrigin Origin)
{
    public IReadOnlyDictionary<string, string> Headers => Origin.Headers;

    public TrackedConnection Connection => Origin.Connection;
}
