using Cresta.VoiceCallSession.Sdk.Testing;

namespace Samples;

/// <summary>The fake server of a sample that runs without <c>--endpoint</c>.</summary>
internal static class LocalServer
{
    /// <summary>Null if there is an endpoint.</summary>
    public static async Task<FakeVoiceCallSessionServer?> StartUnlessAsync(Uri? endpoint, CancellationToken cancellationToken) =>
        endpoint is null
            ? await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions(), cancellationToken) : null;

    /// <summary>The line that says which server is used.</summary>
    public static string Describe(Uri? endpoint, FakeVoiceCallSessionServer? server) => server is null
        ? $"Endpoint: {endpoint?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}"
        : $"Endpoint: {server.Endpoint}, a fake server in this process (no --endpoint was given)";
}
