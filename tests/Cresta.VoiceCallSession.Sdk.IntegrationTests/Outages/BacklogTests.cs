using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>What has piled up in an outage goes out faster than it was spoken, but not at once.</summary>
public sealed class BacklogTests
{
    [Fact]
    public void The_pace_is_a_multiple_of_real_time_for_each_participant()
    {
        var time = new FakeTimeProvider();
        var pace = new CatchUpPacer(new AudioShape(1, 8000), factor: 4, time);
        Assert.Equal(TimeSpan.Zero, pace.Delay(participants: 1));
        pace.OnSent(32_000);
        Assert.Equal(TimeSpan.FromMilliseconds(500), pace.Delay(participants: 1));
        Assert.Equal(TimeSpan.Zero, pace.Delay(participants: 2));
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.Zero, pace.Delay(participants: 1));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Audio_of_an_outage_arrives_at_the_pace_of_the_option(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time);
        await using var session = await rig.OpenAsync();
        await BreakAndReturnAsync(rig, session, time);

        // A half second of grace is the only audio that goes at once: the rest waits for the clock.
        var started = time.GetTimestamp();
        await time.AdvanceUntilAsync(() => session.QueuedAudioBytes == 0);
        var advanced = time.GetElapsedTime(started);
        Assert.True(advanced >= TimeSpan.FromMilliseconds(400), $"2 s of audio went out within {advanced.TotalMilliseconds} ms");
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.InRange(report.BacklogPeakMs, 2000, 2100);
        Assert.Equal(CallRig.Ramp(16_800), rig.Server.AudioOf("call-1", CallRig.Agent));
    }

    /// <summary>
    /// What waits for its time must not keep back what was written before it: that may be all for long, where a pause takes the rest away.
    /// </summary>
    [Theory, ClassData(typeof(Transports))]
    public async Task What_has_been_written_arrives_while_the_rest_waits(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time);
        await using var session = await rig.OpenAsync();
        await BreakAndReturnAsync(rig, session, time);

        // The clock stands still, until the end of the call.
        await TimeSteps.WaitUntilAsync(() => rig.Server.AudioOf("call-1",
            CallRig.Agent).Length is >= 8000 and var arrived && arrived + session.QueuedAudioBytes >= 16_800);

        Assert.NotEqual(0, session.QueuedAudioBytes);
        session.PauseAudio();
        var ended = session.EndCallAsync();
        await time.AdvanceUntilAsync(ended);
        var report = await ended;
        Assert.Equal(LossReason.Paused, Assert.Single(Assert.Single(report.Participants).Gaps).Reason);
    }

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport, FakeTimeProvider time) =>
        CallRig.StartAsync(transport, o =>
    {
        o.TimeProvider = time;
        o.Reconnect.CatchUpFactor = 2;
        o.OpenConfirmationTimeout = o.Reconnect.MaxOutage = TimeSpan.FromDays(1);
        o.Reconnect.WriteTimeout = o.Reconnect.AcknowledgementTimeout = o.FlushTimeout = o.DrainTimeout = TimeSpan.FromHours(10);
    });

    /// <summary>A tenth of a second arrives, then the server is gone while two more are spoken, and comes back.</summary>
    private static async Task BreakAndReturnAsync(CallRig rig, CallSession session, FakeTimeProvider time)
    {
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        await rig.Server.StopAsync(abort: true).WaitAsync(CallRig.Watchdog);
        await session.SendAudioAsync(CallRig.Ramp(16_000, start: 800), CallRig.Agent);
        await rig.Server.RestartAsync().WaitAsync(CallRig.Watchdog);
        await time.AdvanceUntilAsync(() => rig.Server.CallsOf("call-1").Count >= 2);
    }
}
