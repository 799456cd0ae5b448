using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>A raw server with a clock of its own and an HTTP client, for each test.</summary>
#pragma warning disable CA1001 // The test runner calls DisposeAsync of IAsyncLifetime.
public abstract class RawServerTest : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private RawHttp2Server? _server;

    protected RawHttp2Server Server => _server!;

    internal WatchedTime Time { get; } = new();

    public async Task InitializeAsync() => _server = await RawHttp2Server.StartAsync(new RawHttp2ServerOptions { TimeProvider = Time });

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync().AsTask().Guarded();
    }

    /// <summary>Opens a call by .NET's HTTP client.</summary>
    internal HttpCall Open(CallTransport transport) => new(_http, Server.Endpoint, transport);

    /// <summary>Sends a request without a body, which .NET's HTTP client may repeat.</summary>
    internal Task<HttpResponseMessage> PostAsync(CallTransport transport)
    {
        var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("content-type", CallMessages.ContentType(transport));
        return _http.PostAsync(new Uri(Server.Endpoint, CallMessages.Path(transport)), content);
    }

    /// <summary>Opens a connection on which the test itself sends frames.</summary>
    internal Task<FrameClient> ConnectAsync() => FrameClient.OpenAsync(Server);
}
