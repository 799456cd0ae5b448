using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory.Rig;

/// <summary>A fake server, a real proxy in front of it, and a client that reaches the one only through the other.</summary>
internal sealed class LaboratoryRig : IAsyncDisposable
{
    private LaboratoryRig(FakeVoiceCallSessionServer server, ProxyProgram proxy, VoiceCallSessionClient client) =>
        (Server, Proxy, Client) = (server, proxy, client);

    public FakeVoiceCallSessionServer Server { get; }

    public ProxyProgram Proxy { get; }

    public VoiceCallSessionClient Client { get; }

    public static async Task<LaboratoryRig> StartAsync(
        VoiceCallSessionTransport transport,
        Func<Uri, ProxySetup> setup,
        ITestOutputHelper log,
        Action<VoiceCallSessionClientOptions>? configure = null)
    {
        var serverOptions = new FakeVoiceCallSessionServerOptions { KeepAudio = true };
        var server = await FakeVoiceCallSessionServer.StartAsync(serverOptions).WaitAsync(CallRig.Watchdog);
        var proxy = await ProxyProgram.StartAsync(setup(server.Endpoint), log);
        var options = ClientSetup.Create(proxy.Endpoint, transport);
        configure?.Invoke(options);
        return new LaboratoryRig(server, proxy, new VoiceCallSessionClient(options));
    }

    /// <summary>Starts one of the intermediaries, with this idle time-out.</summary>
    public static Task<LaboratoryRig> StartAsync(
        VoiceCallSessionTransport transport,
        Intermediary intermediary,
        ITestOutputHelper log,
        Action<VoiceCallSessionClientOptions>? configure = null,
        int idleSeconds = 3600) =>
        StartAsync(transport, upstream => Setup(intermediary, upstream, idleSeconds), log, configure);

    public Task<CallSession> OpenAsync(string callId = "call-1") =>
        Client.OpenCallSessionAsync(CallRig.Configuration(callId)).WaitAsync(CallRig.Watchdog);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Proxy.DisposeAsync();
        await Server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }

    private static ProxySetup Setup(Intermediary intermediary, Uri upstream, int idleSeconds) => intermediary switch
    {
        Intermediary.Nginx => NginxSetup.Create(
            upstream, $"grpc_read_timeout {idleSeconds}s; grpc_send_timeout {idleSeconds}s; client_body_timeout {idleSeconds}s;"),
        Intermediary.Haproxy => HaproxySetup.Create(upstream, idleSeconds),
        _ => HaproxySetup.CreateTcp(upstream, idleSeconds),
    };
}
