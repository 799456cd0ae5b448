using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A call that has parked its stream, at a server that keeps its own side of the stream open.</summary>
public sealed class ParkedCallTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Audio_after_parking_is_sent_though_the_server_keeps_its_side_open(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await ParkAsync(rig, time);
        rig.Server.Script = CallScript.Answering();
        await session.SendChunksAsync(1, 5);
        await time.AdvanceUntilAsync(() => rig.Server.Calls.Count >= 2);
        var report = await session.EndWholeAsync(rig.Server, 6);
        Assert.Equal(6 * Conversations.ChunkBytes, Assert.Single(report.Participants).AcknowledgedBytes);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_parked_call_ends_though_the_server_keeps_its_side_open(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await ParkAsync(rig, time);
        var ending = session.CompleteAsync();
        var began = time.GetUtcNow();
        await time.AdvanceUntilAsync(() => ending.IsCompleted);
        var report = await ending;
        Assert.True(report.Outcome == CallOutcome.Completed, report.ToJson());
        Assert.True(report.NothingLost, report.ToJson());
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static Task ParkAsync(CallRig rig, FakeTimeProvider time) => time.AdvanceUntilAsync(() => rig.Server.Calls[0].ClientHalfClosed);

    private static async Task<CallRig> StartAsync(VoiceCallSessionTransport transport, FakeTimeProvider time)
    {
        var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
            o.FlushTimeout = o.DrainTimeout = TimeSpan.FromDays(1);

            // Connections are made in real time, which virtual time runs ahead of.
            o.OpenAttemptTimeout = o.Reconnect.MaxOutage = TimeSpan.FromHours(20);
            (o.Idle.Action, o.Idle.After) = (IdleAction.CloseStream, TimeSpan.FromSeconds(30));
        });
        rig.Server.Script = CallScript.Answering().NeverEnd();
        return rig;
    }
}
