using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>A client that asks squid for a tunnel, and a fake server over TLS behind a network that can refuse connections.</summary>
internal sealed class TunnelRig : IAsyncDisposable
{
    private TunnelRig(FakeVoiceCallSessionServer server, FaultProxy network, ProxyProgram proxy, VoiceCallSessionClient client) =>
        (Server, Network, Proxy, Client) = (server, network, proxy, client);

    public FakeVoiceCallSessionServer Server { get; }

    /// <summary>Between squid and the server.</summary>
    public FaultProxy Network { get; }

    public ProxyProgram Proxy { get; }

    public VoiceCallSessionClient Client { get; }

    public static async Task<TunnelRig> StartAsync(
        VoiceCallSessionTransport transport, ITestOutputHelper log, string password = SquidSetup.Password)
    {
        var serverOptions = new FakeVoiceCallSessionServerOptions { UseTls = true, KeepAudio = true };
        var server = await FakeVoiceCallSessionServer.StartAsync(serverOptions).WaitAsync(CallRig.Watchdog);
        var network = await FaultProxy.StartAsync(server.Endpoint).WaitAsync(CallRig.Watchdog);
        var proxy = await ProxyProgram.StartAsync(SquidSetup.Create(), log);
        var options = ClientSetup.Create(network.Endpoint, transport);
        var certificate = server.Certificate!.GetCertHashString();
        options.Http.ConfigureHandler = handler =>
        {
            handler.Proxy = new WebProxy(proxy.Endpoint) { Credentials = new NetworkCredential(SquidSetup.User, password) };
            handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == certificate;
        };
        return new TunnelRig(server, network, proxy, new VoiceCallSessionClient(options));
    }

    public Task<CallSession> OpenAsync() => Client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);

    /// <summary>Waits until squid has refused so many tunnels with a status.</summary>
    public Task WaitForRefusalsAsync(string status, int count) =>
        Polling.UntilAsync(() => Proxy.Log.Split(status).Length > count, $"{count} refusals with {status}");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Proxy.DisposeAsync();
        await Network.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }
}
