using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>A host with a client that is configured for a fake server, the way an application would.</summary>
internal sealed class HostRig : IAsyncDisposable
{
    public const string Section = "Cresta:VoiceCallSession";

    private readonly HostApplicationBuilder _builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
    private IHost? _host;

    private HostRig(FakeVoiceCallSessionServer server)
    {
        Server = server;
        _builder.Configuration.AddInMemoryCollection();
        _builder.Services.AddSingleton<ILoggerFactory>(Log);
    }

    public FakeVoiceCallSessionServer Server { get; }

    public LogRecorder Log { get; } = new();

    public IServiceCollection Services => _builder.Services;

    public IHost Host => _host!;

    public VoiceCallSessionClient Client => Host.Services.GetRequiredService<VoiceCallSessionClient>();

    /// <summary>A server, and a configuration that leads to it. Nothing is registered yet.</summary>
    public static async Task<HostRig> CreateAsync(VoiceCallSessionTransport transport = VoiceCallSessionTransport.Grpc,
        Action<FakeVoiceCallSessionServerOptions>? configureServer = null)
    {
        var options = new FakeVoiceCallSessionServerOptions { KeepAudio = true };
        configureServer?.Invoke(options);
        var server = await FakeVoiceCallSessionServer.StartAsync(options).Guarded();
        return new HostRig(server)
        {
            ["Endpoint"] = server.Endpoint.ToString(),
            ["Transport"] = transport.ToString(),
            ["Profile"] = "profile-1",
            ["Retry:BaseDelay"] = "00:00:00.001",
            ["ShutdownGracePeriod"] = "00:00:00",
        };
    }

    /// <summary>A key of the client's section.</summary>
    public string? this[string key]
    {
        get => _builder.Configuration[$"{Section}:{key}"];
        set => _builder.Configuration[$"{Section}:{key}"] = value;
    }

    /// <summary>Tells the application that its configuration has changed.</summary>
    public void Reload() => ((IConfigurationRoot)_builder.Configuration).Reload();

    public async Task StartAsync()
    {
        _host = _builder.Build();
        await _host.StartAsync().Guarded();
    }

    public StreamingConfigBuilder NewCall(string callId) => Client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId(callId);

    public async Task<CallSession> OpenAsync(string callId = "call-1") =>
        await Client.OpenCallSessionAsync(NewCall(callId).Build()).Guarded();

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync().AsTask().Guarded();
        }

        await Server.DisposeAsync().AsTask().Guarded();
    }
}
