using Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Hosting;

/// <summary>A host that stops ends its calls gracefully, as far as it has the time.</summary>
public sealed class ShutdownTests
{
    private const int Calls = 20;

    [Theory, ClassData(typeof(Transports))]
    public async Task P1_A_host_that_stops_drains_its_calls(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig["EndCallsOnShutdown"] = "true";
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        var calls = await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => rig.OpenAsync($"call-{i}")));
        foreach (var call in calls)
        {
            await call.SendAudioAsync(CallRig.Ramp(1600), CallRig.Visitor);
        }

        await rig.Host.StopAsync().Guarded();

        Assert.All(calls, call => Assert.True(call.Completion.IsCompletedSuccessfully));
        Assert.All(await Task.WhenAll(calls.Select(call => call.Completion)), report => Assert.True(report.NothingLost));
        for (var i = 0; i < Calls; i++)
        {
            var call = await rig.Server.WaitForCallAsync($"call-{i}").Guarded();
            call.ShouldHaveEvents(EventType.CallEnded);
            call.ShouldHaveReceivedAudio(CallRig.Visitor, CallRig.Ramp(1600));
            Assert.True(call.ClientHalfClosed);
        }

        Assert.Equal(Calls,
            rig.Log.Entries.Count(e => string.Equals(e.Event.Name, "CallDrained", StringComparison.Ordinal) && e.Text.Contains(
            "Completed, 1600 bytes offered, 1600 acknowledged", StringComparison.Ordinal)));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Unless_it_is_said_calls_are_ended_without_an_event(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        var call = await rig.OpenAsync();
        var audio = await rig.Client.OpenCallAudioSessionAsync(rig.NewCall("audio").Build()).Guarded();

        await rig.Host.StopAsync().Guarded();

        Assert.Equal((CallOutcome.Completed, CallOutcome.Completed), ((await call.Completion).Outcome, (await audio.Completion).Outcome));
        Assert.Empty((await rig.Server.WaitForCallAsync("call-1").Guarded()).Events);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_client_that_is_drained_takes_no_new_calls_but_events(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport);
        rig["ShutdownGracePeriod"] = "1.00:00:00";
        rig.Services.AddVoiceCallSessionClient();
        rig.Services.AddVoiceCallSessionClient("late", o => o.Endpoint = rig.Server.Endpoint);
        await rig.StartAsync();
        var call = await rig.OpenAsync();

        var stopping = rig.Host.StopAsync();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => rig.OpenAsync("call-2"));
        Assert.Contains(
            "is draining because its application shuts down, and opens no new calls", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Client.OpenCallAudioSessionAsync(rig.NewCall("call-2").Build()));
        var late = rig.Host.Services.GetRequiredKeyedService<VoiceCallSessionClient>("late");
        await Assert.ThrowsAsync<InvalidOperationException>(() => late.OpenCallSessionAsync(rig.NewCall("call-2").Build()));

        // The grace period is the call's own: it goes on, and whoever feeds it ends it.
        await call.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();
        Assert.False(stopping.IsCompleted);
        Assert.True((await call.EndCallAsync().Guarded()).NothingLost);
        await stopping.Guarded();

        Assert.Single(rig.Server.Calls);
    }

    [Fact]
    public async Task A_call_that_is_opening_when_the_drain_begins_is_refused()
    {
        var time = new WatchedTime();
        var limit = TimeSpan.FromMilliseconds(512);
        await using var rig = await CallRig.StartAsync(
            VoiceCallSessionTransport.Grpc, o =>
                (o.TimeProvider, o.OpenConfirmationTimeout) = (time, limit),
                o => o.Script = CallScript.Answering().NotAnsweringConfiguration());
        var opening = rig.OpenAsync();
        await rig.Server.WaitForCallStartAsync("call-1").Guarded();
        await time.WaitForTimerAsync(due => due == limit).Guarded();

        Assert.Empty(await rig.Client.DrainAsync().Guarded());
        time.Advance(limit);

        await Assert.ThrowsAsync<InvalidOperationException>(() => opening);
        await rig.RecordAsync();
    }

    [Fact]
    public async Task What_is_left_when_the_time_is_up_is_cut_off()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Server.Script = CallScript.Answering().NeverAnswer().NeverEnd();
        rig["ShutdownGracePeriod"] = "01:00:00";
        rig["OpenConfirmationTimeout"] = "00:00:00";
        rig.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        var call = await rig.OpenAsync();

        await rig.Host.StopAsync().Guarded();

        Assert.Equal(CallOutcome.Aborted, (await call.Completion.Guarded()).Outcome);
        Assert.Contains(rig.Log.Entries, e => string.Equals(
            e.Event.Name, "DrainCutShort", StringComparison.Ordinal) && e.Text.Contains("1 calls", StringComparison.Ordinal));
        Assert.Contains(rig.Log.Entries, e => string.Equals(e.Event.Name, "CallNotDrained", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drain_is_one_however_often_it_is_asked_for()
    {
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Grpc, o => o.ShutdownGracePeriod = TimeSpan.Zero);
        var call = await rig.OpenAsync();

        var reports = await Task.WhenAll(rig.Client.DrainAsync(), rig.Client.DrainAsync()).Guarded();

        var report = await call.Completion;
        Assert.All(reports, drained => Assert.Same(report, Assert.Single(drained)));
        await rig.Client.DisposeAsync().AsTask().Guarded();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.Client.DrainAsync());
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_drain_going()
    {
        await using var rig = await CallRig.StartAsync(VoiceCallSessionTransport.Grpc, o => o.ShutdownGracePeriod = TimeSpan.FromHours(1));
        var call = await rig.OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Client.DrainAsync(new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.OpenAsync(CallRig.Configuration("call-2")));
        await call.EndCallAsync().Guarded();
        Assert.Single(await rig.Client.DrainAsync().Guarded());
    }

    [Fact]
    public async Task A_container_that_is_disposed_of_synchronously_cuts_calls_off()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        var services = new ServiceCollection().AddVoiceCallSessionClient(o => o.Endpoint = server.Endpoint).Services.BuildServiceProvider();
        var call = await services.GetRequiredService<VoiceCallSessionClient>().OpenCallSessionAsync(CallRig.Configuration()).Guarded();

#pragma warning disable CA1849, MA0042, VSTHRD103 // As an application may.
        services.Dispose();
#pragma warning restore CA1849, MA0042, VSTHRD103

        Assert.Equal(CallOutcome.Aborted, (await call.Completion.Guarded()).Outcome);
    }

    [Fact]
    public async Task A_client_that_was_never_asked_for_is_not_made_to_be_drained()
    {
        await using var rig = await HostRig.CreateAsync();
        rig.Services.AddVoiceCallSessionClient();
        await rig.StartAsync();
        await rig.Host.StopAsync().Guarded();

        Assert.DoesNotContain(rig.Log.Entries, e => string.Equals(e.Event.Name, "Draining", StringComparison.Ordinal));
    }
}
