using System.Reflection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>
/// The worker's settings file, with no more than addresses and the secret from the environment, is all that a client needs.
/// </summary>
public sealed class WorkerServiceSettingsTests : IDisposable
{
    private const string Section = "Cresta__VoiceCallSession__";

    // Of this test alone: the environment is the whole process's.
    private readonly string _prefix = $"T{Guid.NewGuid():N}_";
    private readonly List<string> _variables = [];

    public void Dispose()
    {
        foreach (var variable in _variables)
        {
            Environment.SetEnvironmentVariable(variable, value: null);
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_settings_file_configures_the_client(VoiceCallSessionTransport transport)
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync(new FakeTokenEndpointOptions { ClientId = "my-client-id" }).Guarded();
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        server.AuthorizationCheck = tokens.Accepts;
        Set("Endpoint", $"{server.Endpoint}");
        Set("Transport", $"{transport}");
        Set("Credential__AuthEndpoint", $"{tokens.Endpoint}");
        Set("Credential__ClientSecret", tokens.ClientSecret);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddJsonFile(SettingsPath, optional: false).AddEnvironmentVariables(_prefix);
        builder.Services.AddVoiceCallSessionClient();
        using var host = builder.Build();
        await host.StartAsync().Guarded();

        var client = host.Services.GetRequiredService<VoiceCallSessionClient>();
        await client.OpenCallSessionAsync(client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId("call-1").Build()).Guarded();
        await host.StopAsync().Guarded();

        var call = await server.WaitForCallAsync("call-1").Guarded();
        Assert.Equal("my-profile", call.Configuration!.Profile);
        Assert.Equal($"{transport}", $"{call.Transport}");
        Assert.Equal("Bearer token-1", call.Headers["authorization"]);
        call.ShouldHaveEvents(V1.SessionEvent.Types.EventType.CallEnded);

        var options = client.Acquire().Options;
        Assert.Equal((AudioBufferFullPolicy.DropOldest, TimeSpan.FromMinutes(1), 2_097_152),
            (options.Audio.FullPolicy, options.Audio.MaxDuration, options.Audio.MaxBytes));
        Assert.Equal((5, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3)),
            (options.Retry.MaxRetryAttempts, options.Retry.BaseDelay, options.Retry.MaxDelay));
        Assert.Equal((TimeSpan.FromSeconds(2), true), (options.ShutdownGracePeriod, options.EndCallsOnShutdown));
    }

    [Fact]
    public void The_settings_leave_the_drain_its_time()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(SettingsPath, optional: false).Build();
        var defaults = new VoiceCallSessionClientOptions();

        var drain = settings.GetValue<TimeSpan>("Cresta:VoiceCallSession:ShutdownGracePeriod")
            + defaults.FlushTimeout + defaults.DrainTimeout;

        Assert.InRange(drain, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(settings.GetValue<int>("ShutdownTimeoutSeconds") - 1));
    }

    private static string SettingsPath => Path.Combine(
        typeof(WorkerServiceSettingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            metadata => metadata.Key is "Repository").Value!,
        "samples", "WorkerService", "appsettings.json");

    private void Set(string key, string value)
    {
        var variable = _prefix + Section + key;
        _variables.Add(variable);
        Environment.SetEnvironmentVariable(variable, value);
    }
}
