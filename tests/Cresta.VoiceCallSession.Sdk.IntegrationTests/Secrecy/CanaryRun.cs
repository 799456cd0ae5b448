using Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>
/// An application that does everything there is to do with a client, whether it works or not, and all that is told of it.
/// </summary>
internal sealed class CanaryRun : IAsyncDisposable
{
    private readonly Told _told = new();

    private CanaryRun(HostRig rig, FakeTokenEndpoint tokens)
    {
        Rig = rig;
        Tokens = tokens;
    }

    public Canary Canary { get; } = new();

    public HostRig Rig { get; }

    public FakeTokenEndpoint Tokens { get; }

    public IReadOnlyList<string> Told => [.. _told.Texts];

    /// <summary>How many operations failed.</summary>
    public int Failures { get; private set; }

    public static async Task<CanaryRun> CreateAsync(
        VoiceCallSessionTransport transport, Action<FakeVoiceCallSessionServerOptions>? configureServer = null)
    {
        var tokens = await FakeTokenEndpoint.StartAsync(new FakeTokenEndpointOptions
        {
            ClientId = Canary.ClientId,
            ClientSecret = Canary.Secret,
            Script = TokenScript.Answering($$"""{"access_token":"{{Canary.Token}}","expires_in":3600,"token_type":"Bearer"}""", "application/json"),
        }).Guarded();
        var rig = await HostRig.CreateAsync(transport, configureServer);
        rig["Credential:ClientId"] = tokens.ClientId;
        rig["Credential:ClientSecret"] = tokens.ClientSecret;
        rig["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
        rig["Retry:MaxRetryAttempts"] = "2";
        rig["Reconnect:BaseDelay"] = "00:00:00.001";
        rig["Reconnect:MaxOutage"] = "00:00:00.5";
        return new CanaryRun(rig, tokens);
    }

    /// <summary>Starts the application and does it all.</summary>
    public async Task RunAsync()
    {
        Rig.Services.AddSingleton<ILoggerFactory>(_told.Log);
        Rig.Services.AddHealthChecks().AddVoiceCallSessionClientCheck(check => check.Timeout = TimeSpan.FromSeconds(1));
        var client = Rig.Services.AddVoiceCallSessionClient();
        client.AddDefaultLogger();
        client.TokenEndpoint.AddDefaultLogger();
        await Rig.StartAsync();
        var services = Rig.Host.Services;
        _told.Add(services.GetRequiredService<IOptionsMonitor<VoiceCallSessionClientOptions>>().CurrentValue.Credential?.ToString());
        _told.Add(services.GetRequiredService<IOptionsMonitor<CrestaCredentialOptions>>().CurrentValue.ToString());
        await TryAsync(TalkAsync);
        await TryAsync(ListenAsync);
        await TryAsync(async () => await Rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()));
        await CheckHealthAsync(services);
        await TryAsync(async () => _told.Add(
            (await Rig.Client.DiagnoseAsync(new DiagnosisOptions { CheckTimeout = TimeSpan.FromSeconds(2) })).ToJson()));
        await TryAsync(() => Rig.Host.StopAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Tokens.DisposeAsync().AsTask().Guarded();
        _told.Dispose();
    }

    private async Task TalkAsync()
    {
        await using var call = await Rig.OpenAsync();
        await TryAsync(async () =>
        {
            await call.SendEventAsync(SessionEventBuilder.CallStarted("call-1").WithPayload(
                new Struct { Fields = { ["queue"] = Value.ForString("sales") } }).Build());
            await call.SendAudioAsync(Canary.Audio.AsMemory(0, 1600), CallRig.Agent);
            call.TrySendAudio(Canary.Audio.AsSpan(1600, 1600), CallRig.Agent);
            await call.WaitForAcknowledgementAsync(await call.SendAudioAsync(Canary.Audio.AsMemory(3200, 1600), CallRig.Agent));
            await call.HoldAsync();
            _told.Add(call.TrySendAudio(Canary.Audio.AsSpan(0, 1600), CallRig.Visitor).ToString());
            await call.UnholdAsync();
            call.PauseAudio();
            call.ResumeAudio();
            await call.SendAudioAsync(Canary.Audio.AsMemory(0, 1599), new V1.Participant());
        });
        await TryAsync(() => call.EndCallAsync());
        await call.DisposeAsync();
        _told.Add((await call.Completion).ToJson());
        _told.Add(call.ToString());
    }

    private async Task ListenAsync()
    {
        await using var call = await Rig.Client.OpenCallAudioSessionAsync(Rig.NewCall("audio").Build());
        await TryAsync(async () =>
        {
            await call.SendAudioAsync(Canary.Audio.AsMemory(4800, 1600), CallRig.Visitor);
            await call.PauseAsync(TimeSpan.FromSeconds(1));
            await call.ResumeAsync();
            await call.CompleteAsync();
        });
        await call.DisposeAsync();
        _told.Add((await call.Completion).ToJson());
    }

    private async Task CheckHealthAsync(IServiceProvider services)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync().Guarded();
        foreach (var entry in report.Entries.Values)
        {
            _told.Add($"{entry.Status} {entry.Description} {entry.Exception}");
            _told.Add(string.Join(' ', entry.Data.Select(pair => $"{pair.Key}={pair.Value}")));
        }
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action().Guarded();
        }
        catch (Exception e) when (e is VoiceCallSessionException or InvalidOperationException or ArgumentException)
        {
            Failures++;
            _told.Add(e.ToString());
            _told.Add((e as VoiceCallSessionException)?.Status.ToString());
        }
    }
}
