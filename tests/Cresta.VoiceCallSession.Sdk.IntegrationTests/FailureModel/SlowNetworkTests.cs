using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A network that is slower than speech, or late.</summary>
public sealed class SlowNetworkTests
{
    private const int Limit = 40_000;

    public static TheoryData<VoiceCallSessionTransport, AudioBufferFullPolicy> Policies()
    {
        var data = new TheoryData<VoiceCallSessionTransport, AudioBufferFullPolicy>();
        foreach (var transport in Transports.Both)
        {
            data.Add(transport, AudioBufferFullPolicy.DropOldest);
            data.Add(transport, AudioBufferFullPolicy.DropNewest);
        }

        return data;
    }

    [Theory, MemberData(nameof(Policies))]
    public async Task N9_Bandwidth_below_the_audio_s_costs_audio_by_policy_and_no_memory(
        VoiceCallSessionTransport transport, AudioBufferFullPolicy policy)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport, o => (o.Audio.FullPolicy, o.Audio.MaxBytes) = (policy, Limit), o => o.InitialWindowBytes = 65_535);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var slow = rig.Proxy.Add(Toxic.Bandwidth(4000), FaultDirection.ToServer);
        var offered = 1;
        for (; offered < 1000; offered++)
        {
            session.TrySendAudio(CallRig.Ramp(Conversations.ChunkBytes, start: offered * Conversations.ChunkBytes), CallRig.Agent);
            Assert.InRange(session.QueuedAudioBytes, 0, Limit);
        }

        slow.Dispose();
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var agent = Assert.Single(report.Participants);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(offered * Conversations.ChunkBytes, agent.OfferedBytes);
        Assert.Equal(LossReason.BufferFull, Assert.Single(agent.Losses).Reason);
        Assert.Equal(agent.OfferedBytes, agent.AcknowledgedBytes + agent.DroppedBytes);
        Assert.Equal(agent.AcknowledgedBytes,
            (await rig.Server.WaitForCallAsync("call-1").WaitAsync(CallRig.Watchdog)).AudioOf(CallRig.Agent)!.Bytes);
        Assert.Equal(agent.DroppedBytes / 8, (long)agent.Gaps.Sum(gap => gap.ToMs - gap.FromMs));
        Assert.InRange(report.BacklogPeakMs, 100, Limit / 8);

        // What is missing is the old, or the new.
        Assert.Equal(policy == AudioBufferFullPolicy.DropNewest, agent.Gaps[^1].ToMs == offered * 100);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N10_Latency_costs_nothing_and_the_report_tells_the_round_trip(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(transport);
        rig.Proxy.Add(Toxic.Latency(TimeSpan.FromMilliseconds(300)));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 30);

        var report = await session.EndWholeAsync(rig.Server, 30);
        Assert.Single(report.Attempts);
        Assert.True(report.RoundTripMs.P50 >= 600 * 0.94, report.ToJson());
    }
}
