using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Row M7: the clocks by which the two legs of a call are captured.</summary>
public sealed class MediaClockTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task M7_Drift_over_two_hours_is_told_and_not_corrected(VoiceCallSessionTransport transport)
    {
        // The agent's clock is fast: ten seconds by it are a little less by ours. The visitor's is as much slow.
        var ten = TimeSpan.FromSeconds(10);
        var report = await SendChunksAsync(transport, TimeSpan.FromHours(2), [(ten / 1.0001, 80_000), (ten / 0.9999, 80_000)]);

        Assert.Equal([100, -100], report.Participants.Select(p => Math.Round(p.DriftPpm!.Value)));
        Assert.Equal([57_600_000, 57_520_000], report.Participants.Select(p => p.OfferedBytes));
        Assert.All(report.Participants, p => Assert.Equal(p.OfferedBytes, p.AcknowledgedBytes));
        Assert.Equal(10_000, report.ParticipantSkewMs);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M7_Drift_is_not_told_of_too_little_audio_nor_of_audio_that_did_not_come_as_spoken(VoiceCallSessionTransport transport)
    {
        var ten = TimeSpan.FromSeconds(10);
        var brief = await SendChunksAsync(transport, TimeSpan.FromSeconds(45), [(ten, 80_000)]);
        Assert.Null(Assert.Single(brief.Participants).DriftPpm);

        // From a file, ten times as fast; and from a source that leaves silence out.
        var odd = await SendChunksAsync(transport, TimeSpan.FromMinutes(5), [(ten, 800_000), (ten, 40_000)]);
        Assert.Equal([null, null], odd.Participants.Select(p => p.DriftPpm));
    }

    /// <summary>Up to two participants speak for so long, each so many bytes at every tick of its own clock.</summary>
    private static async Task<CallReport> SendChunksAsync(
        VoiceCallSessionTransport transport, TimeSpan duration, (TimeSpan Tick, int Bytes)[] legs)
    {
        var time = new FakeTimeProvider();
        var started = time.GetUtcNow();
        await using var rig = await CallRig.StartAsync(
            transport,
            o =>
            {
                o.TimeProvider = time;
                o.Audio.TargetChunkDuration = TimeSpan.Zero;
                o.Audio.MaxBytes = 2_000_000;
                o.Audio.MaxDuration = TimeSpan.FromHours(1);
            },
            o => o.KeepAudio = false);
        await using var session = await rig.OpenAsync();
        var next = legs.Select(leg => leg.Tick).ToArray();
        while (next.Min() is var due && due <= duration)
        {
            var leg = Array.IndexOf(next, due);
            time.Advance(started + due - time.GetUtcNow());
            var id = await session.SendAudioAsync(CallRig.Ramp(legs[leg].Bytes), leg == 0 ? CallRig.Agent : CallRig.Visitor);
            await session.WaitForAcknowledgementAsync(id).WaitAsync(CallRig.Watchdog);
            next[leg] += legs[leg].Tick;
        }

        return await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }
}
