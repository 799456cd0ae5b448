using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>What a container hands out.</summary>
public sealed class RegistrationTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_client_from_the_registered_configuration_makes_calls(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();

        await using var call = await rig.OpenAsync();
        await call.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        Assert.True((await call.EndCallAsync().Guarded()).NothingLost);
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();

        Assert.Equal("profile-1", (await rig.Server.WaitForCallAsync("call-1").Guarded()).Configuration!.Profile);
        Assert.Equal("profile-1", rig.Server.UnaryEvents.Single().Request.Profile);
        Assert.Same(rig.Client, rig.Host.Services.GetRequiredService<VoiceCallSessionClient>());
    }

    [Fact]
    public async Task Registering_twice_adds_nothing()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient();
        var once = rig.Services.Count;
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.AddVoiceCallSessionClient();

        Assert.Equal(once, rig.Services.Count);
        await rig.StartAsync();
        Assert.Single(rig.Host.Services.GetServices<VoiceCallSessionClient>());
    }

    [Fact]
    public async Task Configurations_add_up_in_their_order()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient(o => (o.Profile, o.ResponseBufferCapacity) = ("code-1", 7));
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.AddVoiceCallSessionClient(o => o.Profile += ", code-2");
        await rig.StartAsync();

        var options = rig.Client.Acquire().Options;
        Assert.Equal(("profile-1, code-2", 7, rig.Server.Endpoint), (options.Profile, options.ResponseBufferCapacity, options.Endpoint));
    }

    [Fact]
    public async Task An_action_runs_once_while_nothing_changes()
    {
        await using var rig = await HostRig.CreateAsync();
        var runs = 0;
        rig.Services.AddVoiceCallSessionClient(o => (o.Endpoint, runs) = (rig.Server.Endpoint, runs + 1));
        await rig.StartAsync();
        await using var call = await rig.Client.OpenCallSessionAsync(CallRig.Configuration()).Guarded();

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Tenants_have_a_client_each_by_key()
    {
        await using var rig = await HostRig.CreateAsync();
        await using var other = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        rig["Clients:tenant-a:Endpoint"] = rig.Server.Endpoint.ToString();
        rig["Clients:tenant-a:Profile"] = "profile-a";
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.AddVoiceCallSessionClient("tenant-a");
        rig.Services.AddVoiceCallSessionClient("tenant-b", o => (o.Endpoint, o.Profile) = (other.Endpoint, "profile-b"));
        rig.Services.AddVoiceCallSessionClient("tenant-c", new ConfigurationBuilder().AddInMemoryCollection(
            [new("Endpoint", $"{other.Endpoint}"), new("Profile", "profile-c")]).Build());
        await rig.StartAsync();

        foreach (var tenant in new[] { "a", "b", "c" })
        {
            var client = rig.Host.Services.GetRequiredKeyedService<VoiceCallSessionClient>($"tenant-{tenant}");
            Assert.NotSame(rig.Client, client);
            await client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();
            Assert.Equal($"profile-{tenant}",
                (string.Equals(tenant, "a", StringComparison.Ordinal) ? rig.Server : other).UnaryEvents[^1].Request.Profile);
        }
    }

    [Fact]
    public async Task A_client_of_ones_own_stays()
    {
        await using var rig = await HostRig.CreateAsync();
        await using var own = new VoiceCallSessionClient(rig.Server.Endpoint, CrestaCredential.None);
        rig.Services.AddSingleton(own);
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();

        Assert.Same(own, rig.Client);
    }

    [Fact]
    public async Task A_container_without_a_configuration_says_what_to_do()
    {
        await using var services = new ServiceCollection().AddVoiceCallSessionClient().Services.BuildServiceProvider();

        var refusal = Assert.Throws<InvalidOperationException>(services.GetRequiredService<VoiceCallSessionClient>);
        Assert.Contains("no IConfiguration is registered; use a host, or give AddVoiceCallSessionClient the section or an action",
            refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_name_is_not_empty(string name) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddVoiceCallSessionClient(name));

    [Fact]
    public async Task Without_a_profile_a_call_asks_for_one()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient(o => o.Endpoint = rig.Server.Endpoint);
        await rig.StartAsync();

        var refusal = Assert.Throws<InvalidOperationException>(() => rig.Client.NewStreamingConfig());
        Assert.Contains("set the option Profile", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()));
    }
}
