using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>What a stream does that has nothing to send.</summary>
public sealed class IdleTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_parked_stream_ends_well_and_the_next_word_opens_another(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.Idle.Action, o.Idle.After) = (IdleAction.CloseStream, TimeSpan.FromMilliseconds(50)));
        await using var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        var parked = await rig.RecordAsync();
        Assert.Equal(CallEnding.ClientCompleted, parked.Ending);
        await session.SendAudioAsync(CallRig.Ramp(800, start: 800), CallRig.Agent);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(CallRig.Ramp(1600), rig.Server.AudioOf("call-1", CallRig.Agent));
        Assert.Contains(report.Attempts, a => a.Cause == AttemptCause.Resume);
        Assert.Equal(0, report.SequenceIds.Replayed);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_parked_call_that_ends_without_a_word_opens_nothing(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o =>
            (o.Idle.Action, o.Idle.After) = (IdleAction.CloseStream, TimeSpan.FromMilliseconds(50)));
        await using var session = await rig.OpenAsync();
        await rig.RecordAsync();
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal((CallOutcome.Completed, 1), (report.Outcome, report.Attempts.Count));
        Assert.Single(rig.Server.CallsOf("call-1"));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Silence_keeps_a_stream_alive_outside_the_caller_s_books(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.Idle.Action, o.Idle.After) = (IdleAction.SendSilence, TimeSpan.FromMilliseconds(50)));
        await using var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        var call = await rig.Server.WaitForCallStartAsync("call-1").WaitAsync(CallRig.Watchdog);
        await call.WaitForMessagesAsync(4).WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(report.NothingLost, report.ToJson());
        var agent = Assert.Single(report.Participants);
        Assert.Equal((800, 800), (agent.OfferedBytes, agent.AcknowledgedBytes));
        var received = rig.Server.AudioOf("call-1", CallRig.Agent);
        Assert.Equal(800 + agent.SilenceBytes, received.Length);
        Assert.True(agent.SilenceBytes >= 1600);
        Assert.All(received[800..], sample => Assert.Equal(0xFF, sample));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task No_silence_is_sent_in_a_pause(VoiceCallSessionTransport transport)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            (o.Idle.Action, o.Idle.After) = (IdleAction.SendSilence, TimeSpan.FromSeconds(1));
        });
        await using var session = await rig.OpenAudioAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendAsync(StreamCallSessionAudioRequest.ForAudio(CallRig.Ramp(800), CallRig.Agent))).WaitAsync(CallRig.Watchdog);
        await session.WaitForAcknowledgementAsync(await session.PauseAsync()).WaitAsync(CallRig.Watchdog);
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await session.WaitForAcknowledgementAsync(await session.ResumeAsync()).WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallRig.Ramp(800),
            (await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).NothingLost ? rig.Server.AudioOf("call-1", CallRig.Agent) : []);
    }
}
