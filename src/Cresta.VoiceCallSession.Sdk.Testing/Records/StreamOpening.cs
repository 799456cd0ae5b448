using Cresta.VoiceCallSession.Sdk.Testing.Hosting;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>What is known of a request before its first message, whatever the transport.</summary>
internal sealed record StreamOpening(CallMethod Method, RequestOrigin Origin)
{
    public IReadOnlyDictionary<string, string> Headers => Origin.Headers;

    public TrackedConnection Connection => Origin.Connection;
}
