using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>A call on hold sends nothing, so the proxy's idle time-out ends its stream, and those that follow.</summary>
public sealed class IdleTimeoutTests(ITestOutputHelper log)
{
    private const int Chunks = 10;
    private const int IdleSeconds = 1;

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task A_call_on_hold_outlives_idle_timeouts(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(transport, intermediary, log, idleSeconds: IdleSeconds);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, Chunks - 1);
        await HoldUntilTimeoutsAsync(rig, session);
        await session.SendChunksAsync(Chunks, Chunks);

        var report = await session.EndWholeAsync(rig.Server, 2 * Chunks);
        log.WriteAttempts(report);
        Assert.InRange(report.Attempts.Count, 3, 6);
    }

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task A_call_without_acknowledgements_outlives_idle_timeouts(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(
            transport, intermediary, log, o => o.OpenConfirmationTimeout = TimeSpan.Zero, IdleSeconds);
        rig.Server.Script = CallScript.Answering().NeverAnswer();
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, Chunks);
        await HoldUntilTimeoutsAsync(rig, session);
        await session.SendChunksAsync(Chunks, Chunks);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        log.WriteAttempts(report);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.InRange(report.Attempts.Count, 3, 6);
        var participant = Assert.Single(report.Participants);
        Assert.Equal((participant.OfferedBytes, 0), (participant.UnacknowledgedBytes, participant.DroppedBytes));

        // The audio on the first stream had arrived before the time-out. It is not sent again to a server that never acknowledges.
        var received = rig.Server.CallsOf("call-1").SelectMany(stream => stream.AudioOf(CallRig.Agent)?.Content?.ToArray() ?? []);
        Assert.Equal(CallRig.Ramp(2 * Chunks * Conversations.ChunkBytes), received);
    }

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task A_hold_longer_than_the_longest_outage_ends_no_call_that_owes_nothing(
        VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(
            transport, intermediary, log, o => o.Reconnect.MaxOutage = TimeSpan.FromSeconds(3), IdleSeconds);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await HoldUntilTimeoutsAsync(rig, session, streams: 6);

        var report = await session.EndWholeAsync(rig.Server, 1);
        log.WriteAttempts(report);
        Assert.All(report.Attempts.SkipLast(1), attempt => Assert.InRange(attempt.DurationMs, 900, 5000));
    }

    private static async Task HoldUntilTimeoutsAsync(LaboratoryRig rig, CallSession session, int streams = 3)
    {
        await session.HoldAsync();
        await Polling.UntilAsync(() => rig.Server.CallsOf("call-1").Count >= streams, "the next stream, after each idle time-out");
        await session.UnholdAsync();
    }
}
