using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>
/// A fake server, a network in front of it that fails as it is told, and a client that reaches the one only through the other.
/// </summary>
internal sealed class NetworkRig : IAsyncDisposable
{
    private NetworkRig(FakeVoiceCallSessionServer server, FaultProxy proxy, Connector connector, VoiceCallSessionClient client)
    {
        Server = server;
        Proxy = proxy;
        Connector = connector;
        Client = client;
    }

    public FakeVoiceCallSessionServer Server { get; }

    public FaultProxy Proxy { get; }

    public Connector Connector { get; }

    public VoiceCallSessionClient Client { get; }

    public static async Task<NetworkRig> StartAsync(
        VoiceCallSessionTransport transport,
        Action<VoiceCallSessionClientOptions>? configureClient = null,
        Action<FakeVoiceCallSessionServerOptions>? configureServer = null)
    {
        var serverOptions = new FakeVoiceCallSessionServerOptions { KeepAudio = true };
        configureServer?.Invoke(serverOptions);
        var server = await FakeVoiceCallSessionServer.StartAsync(serverOptions).WaitAsync(CallRig.Watchdog);
        var proxy = await FaultProxy.StartAsync(server.Endpoint).WaitAsync(CallRig.Watchdog);
        var connector = new Connector(proxy.Endpoint);
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = proxy.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Http.ConfigureHandler = handler =>
        {
            handler.ConnectCallback = (_, cancellationToken) => connector.ConnectAsync(cancellationToken);
            if (server.Certificate is { } certificate)
            {
                handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _,
                    _) => given?.GetCertHashString() == certificate.GetCertHashString();
            }
        };
        configureClient?.Invoke(options);
        return new NetworkRig(server, proxy, connector, new VoiceCallSessionClient(options));
    }

    public Task<CallSession> OpenAsync(string callId = "call-1") =>
        Client.OpenCallSessionAsync(CallRig.Configuration(callId)).WaitAsync(CallRig.Watchdog);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Proxy.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }
}
