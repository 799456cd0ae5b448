using Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Health;

/// <summary>What the health check says in each state of the world.</summary>
public sealed class HealthTests
{
    private const string Name = "cresta-voice-call-session";

    public static TheoryData<VoiceCallSessionTransport> All() =>
        [VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest, VoiceCallSessionTransport.Auto];

    [Theory, MemberData(nameof(All))]
    public async Task Healthy_where_calls_can_be_opened_and_none_is_made(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);

        var entry = await CheckAsync(rig);

        Assert.Equal((HealthStatus.Healthy, "calls can be opened"), (entry.Status, entry.Description));
        Assert.Equal(true, entry.Data["reachable"]);
        Assert.Equal("no credential: usable", entry.Data["credential"]);
        Assert.Equal(transport == VoiceCallSessionTransport.Rest ? "Rest" : "Grpc", entry.Data["transport"]);
        Assert.Equal(rig.Server.Endpoint.GetLeftPart(UriPartial.Authority), entry.Data["endpoint"]);
        Assert.Empty(rig.Server.Calls);
        Assert.Empty(rig.Server.UnaryEvents);
        await using var call = await rig.OpenAsync();
        Assert.Equal(1, rig.Server.ConnectionCount);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Unhealthy_where_nothing_answers(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        await rig.Server.StopAsync(abort: true).Guarded();

        var entry = await CheckAsync(rig);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("The health check failed with UNAVAILABLE", entry.Description, StringComparison.Ordinal);
        Assert.IsType<VoiceCallSessionException>(entry.Exception);
        Assert.Equal(false, entry.Data["reachable"]);
    }

    [Fact]
    public async Task Unhealthy_where_a_gateway_answers_in_the_services_place()
    {
        await using var rig = await StartAsync(VoiceCallSessionTransport.Rest);
        rig.Server.Rest = new RestBehavior { AnswersBadGateway = true };

        var entry = await CheckAsync(rig);

        Assert.Equal((HealthStatus.Unhealthy, "a gateway answers HTTP 502 instead of the service"), (entry.Status, entry.Description));
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, HealthStatus.Unhealthy)]
    [InlineData(VoiceCallSessionTransport.Rest, HealthStatus.Degraded)]
    public async Task A_network_without_http2_shows(VoiceCallSessionTransport transport, HealthStatus expected)
    {
        await using var old = new Http1Front();
        await using var rig = await StartAsync(transport, r => r["Endpoint"] = old.Endpoint.ToString());

        var entry = await CheckAsync(rig);

        Assert.Equal(expected, entry.Status);
        Assert.Contains("HTTP/1.1", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unhealthy_where_no_token_is_to_be_had_and_no_secret_is_said()
    {
        await using var tokens = await FakeTokenEndpoint.StartAsync().Guarded();
        await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc, r =>
        {
            r["Credential:ClientId"] = tokens.ClientId;
            r["Credential:ClientSecret"] = "hunter2";
            r["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
        });

        var entry = await CheckAsync(rig);

        Assert.Equal((HealthStatus.Unhealthy, "client credentials (redacted): not usable"), (entry.Status, entry.Data["credential"]));
        Assert.Contains("no token: ", entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hunter2", $"{entry.Description}{entry.Exception}{string.Join(' ', entry.Data.Values)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Degraded_while_a_token_that_still_serves_is_not_renewed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var tokens = await FakeTokenEndpoint.StartAsync(
            new FakeTokenEndpointOptions { TimeProvider = time, Script = TokenScript.Granting().WithExpiresIn(3600) }).Guarded();
        await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc, r =>
        {
            r["Credential:ClientId"] = tokens.ClientId;
            r["Credential:ClientSecret"] = tokens.ClientSecret;
            r["Credential:AuthEndpoint"] = tokens.Endpoint.ToString();
            r.Services.AddSingleton<TimeProvider>(time);
        });
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(rig)).Status);

        tokens.Script = TokenScript.Refusing();
        time.Advance(TimeSpan.FromMinutes(57));
        var entry = await CheckAsync(rig);

        Assert.Equal(
            (HealthStatus.Degraded, "client credentials (redacted): usable, not renewed"), (entry.Status, entry.Data["credential"]));
        Assert.Contains("the token could not be renewed", entry.Description, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Degraded_for_a_while_after_a_failure_that_nothing_has_followed(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await StartAsync(transport, r => r.Services.AddSingleton<TimeProvider>(time));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.PermissionDenied));
        await Assert.ThrowsAsync<VoiceCallSessionException>(() => SendAsync(rig));

        var entry = await CheckAsync(rig);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains(
            "the last call or event failed: Sending the event failed with PERMISSION_DENIED", entry.Description, StringComparison.Ordinal);
        Assert.Equal(time.GetUtcNow(), entry.Data["lastFailureAt"]);

        time.Advance(TimeSpan.FromSeconds(61));
        entry = await CheckAsync(rig);
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Contains("PERMISSION_DENIED", (string)entry.Data["lastFailure"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_caller_asked_for_wrongly_is_nobody_elses_illness()
    {
        await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc);
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(StatusCode.InvalidArgument));
        await Assert.ThrowsAsync<VoiceCallSessionException>(() => SendAsync(rig));

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(rig)).Status);
    }

    [Fact]
    public async Task A_success_ends_what_a_failed_call_began()
    {
        await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc, r => r["Reconnect:Enabled"] = "false", cache: TimeSpan.Zero);
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Internal, afterMessages: 2));
        var call = await rig.OpenAsync();
        await call.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
        Assert.Equal(CallOutcome.Failed, (await call.Completion.Guarded()).Outcome);
        Assert.Equal(HealthStatus.Degraded, (await CheckUntilAsync(rig, HealthStatus.Degraded)).Status);

        await SendAsync(rig);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(rig)).Status);
    }

    [Fact]
    public async Task A_result_is_given_again_for_a_while()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await StartAsync(VoiceCallSessionTransport.Rest, r => r.Services.AddSingleton<TimeProvider>(time));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(rig)).Status);

        rig.Server.Rest = new RestBehavior { AnswersBadGateway = true };
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(rig)).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(rig)).Status);
    }

    [Fact]
    public async Task Unhealthy_once_the_client_takes_no_calls()
    {
        await using var rig = await StartAsync(VoiceCallSessionTransport.Grpc, cache: TimeSpan.Zero);
        await rig.Client.DrainAsync().Guarded();
        Assert.Equal("the client is draining and opens no new calls", (await CheckAsync(rig)).Description);

        await rig.Client.DisposeAsync().AsTask().Guarded();
        Assert.Equal("the client has been disposed of", (await CheckAsync(rig)).Description);
    }

    [Fact]
    public async Task Each_tenant_has_a_check_of_its_own()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient("tenant-a", o => o.Endpoint = rig.Server.Endpoint);
        rig.Services.AddVoiceCallSessionClient("tenant-b", o => o.Endpoint = new Uri("http://localhost:1"));
        rig.Services.AddHealthChecks()
            .AddVoiceCallSessionClientCheck("tenant-a")
            .AddVoiceCallSessionClientCheck("tenant-b", o =>
            {
                o.Name = "b";
                o.FailureStatus = HealthStatus.Degraded;
                o.Tags.Add("ready");
            });
        await rig.StartAsync();

        var report = await rig.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().Guarded();

        Assert.Equal(HealthStatus.Healthy, report.Entries[$"{Name}:tenant-a"].Status);
        Assert.Equal((HealthStatus.Degraded, "ready"), (report.Entries["b"].Status, report.Entries["b"].Tags.Single()));
    }

    [Fact]
    public void Wrong_settings_of_a_check_are_said_at_once()
    {
        var refusal = Assert.Throws<ArgumentException>(() =>
            new ServiceCollection().AddHealthChecks()
            .AddVoiceCallSessionClientCheck(o => (o.Timeout, o.CacheDuration) = (TimeSpan.Zero, TimeSpan.FromDays(2))));
        Assert.Contains("Timeout is 00:00:00; give 10 ms to 1 day. CacheDuration is 2.00:00:00; give 0 (check each time) to 1 day.",
            refusal.Message, StringComparison.Ordinal);
    }

    private static async Task SendAsync(HostRig rig) =>
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();

    private static async Task<HostRig> StartAsync(
        VoiceCallSessionTransport transport, Action<HostRig>? configure = null,
            Action<FakeVoiceCallSessionServerOptions>? configureServer = null, TimeSpan? cache = null)
    {
        var rig = await HostRig.CreateAsync(transport, configureServer);
        configure?.Invoke(rig);
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.AddHealthChecks().AddVoiceCallSessionClientCheck(o => o.CacheDuration = cache ?? o.CacheDuration);
        await rig.StartAsync();
        return rig;
    }

    private static async Task<HealthReportEntry> CheckAsync(HostRig rig) =>
        (await rig.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().Guarded()).Entries[Name];

    /// <summary>A call's failure is noted by whoever watches its end, which may be a moment after the test has seen it.</summary>
    private static async Task<HealthReportEntry> CheckUntilAsync(HostRig rig, HealthStatus status)
    {
        using var watchdog = new CancellationTokenSource(CallRig.Watchdog, TimeProvider.System);
        while (true)
        {
            var entry = await CheckAsync(rig);
            if (entry.Status == status)
            {
                return entry;
            }

            watchdog.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
