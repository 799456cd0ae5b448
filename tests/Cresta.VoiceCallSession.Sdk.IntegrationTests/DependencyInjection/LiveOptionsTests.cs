using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>Options that change while the application runs.</summary>
public sealed class LiveOptionsTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task I12_changed_options_reach_the_next_call_and_not_running_ones(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        await using var other = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await using var running = await rig.OpenAsync("running");

        rig["Endpoint"] = other.Endpoint.ToString();
        rig["Profile"] = "profile-2";
        rig.Reload();
        await using var next = await rig.OpenAsync("next");
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("next").Build()).Guarded();
        await running.SendAudioAsync(CallRig.Ramp(4000), CallRig.Agent);

        Assert.True((await running.EndCallAsync().Guarded()).NothingLost);
        Assert.True((await next.EndCallAsync().Guarded()).NothingLost);
        (await rig.Server.WaitForCallAsync("running").Guarded()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(4000));
        Assert.Equal("profile-2", (await other.WaitForCallAsync("next").Guarded()).Configuration!.Profile);
        Assert.Equal("profile-2", Assert.Single(other.UnaryEvents).Request.Profile);
        Assert.Single(rig.Server.Calls);

        // Nothing needs the old connections any more.
        await rig.Server.WaitForDisconnectionAsync().Guarded();
        Assert.Contains(rig.Log.Entries, e => string.Equals(e.Event.Name, "OptionsChanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task I12_a_change_that_is_wrong_is_logged_and_the_options_from_before_stay()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await using (var call = await rig.OpenAsync("call-1"))
        {
            rig["Retry:MaxRetryAttempts"] = "-1";
            try
            {
                rig.Reload();
            }
            catch (AggregateException)
            {
                // From the options monitor that checked the options at the start: it has no other way to tell.
            }

            Assert.Contains(rig.Log.Entries, e => string.Equals(e.Event.Name, "OptionsChangeRefused", StringComparison.Ordinal));
        }

        await using (var call = await rig.OpenAsync("call-2"))
        {
            Assert.Equal(3, rig.Client.Acquire().Options.Retry.MaxRetryAttempts);
        }

        rig["Retry:MaxRetryAttempts"] = "5";
        rig.Reload();
        Assert.Equal(5, rig.Client.Acquire().Options.Retry.MaxRetryAttempts);
    }

    [Fact]
    public async Task A_change_elsewhere_in_the_configuration_leaves_the_connections_alone()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await using var before = await rig.OpenAsync("before");

        rig.Host.Services.GetRequiredService<IConfiguration>()["Else"] = "where";
        rig.Reload();
        await using var after = await rig.OpenAsync("after");

        Assert.Equal(1, rig.Server.ConnectionCount);
        Assert.DoesNotContain(rig.Log.Entries, e => string.Equals(e.Event.Name, "OptionsChanged", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I12_a_changed_api_key_serves_what_begins_from_then_on(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig["Credential:ApiKey"] = "key-1";
        rig.Server.RequiredAuthorization = "ApiKey key-1";
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await using var running = await rig.OpenAsync("running");

        rig["Credential:ApiKey"] = "key-2";
        rig.Server.RequiredAuthorization = "ApiKey key-2";
        rig.Reload();
        await using var next = await rig.OpenAsync("next");

        Assert.Equal(CallOutcome.Completed, (await running.EndCallAsync().Guarded()).Outcome);
        Assert.Equal(CallOutcome.Completed, (await next.EndCallAsync().Guarded()).Outcome);
    }
}
