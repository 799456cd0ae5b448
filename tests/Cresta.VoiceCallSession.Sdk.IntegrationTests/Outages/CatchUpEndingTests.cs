using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A call that ends while it still sends the backlog of an outage at the pace of the option.</summary>
public sealed class CatchUpEndingTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task An_end_while_catching_up_does_not_wait_for_the_pace(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartCatchingUpAsync(transport, time);
        await using var session = await OpenCatchingUpAsync(rig, time);

        // Time stands still: whatever waits for the pace waits for ever.
        var report = await session.EndWholeAsync(rig.Server, 60);
        Assert.Equal(2, report.Attempts.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_disposal_while_catching_up_does_not_wait_for_the_pace(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartCatchingUpAsync(transport, time);
        await using var session = await OpenCatchingUpAsync(rig, time);
        await session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Aborted, (await session.Completion).Outcome);
    }

    private static Task<CallRig> StartCatchingUpAsync(VoiceCallSessionTransport transport, FakeTimeProvider time) =>
        CallRig.StartAsync(transport, o =>
    {
        o.TimeProvider = time;
        o.Reconnect.BaseDelay = TimeSpan.FromTicks(1);
        o.Reconnect.CatchUpFactor = 1.1;
    });

    /// <summary>A call that has six seconds of audio to catch up on, on its second stream.</summary>
    private static async Task<CallSession> OpenCatchingUpAsync(CallRig rig, FakeTimeProvider time)
    {
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 5));
        var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 1);
        await rig.RecordAsync();
        await session.SendChunksAsync(2, 58);
        await time.AdvanceUntilAsync(() => rig.Server.Calls.Count >= 2);
        await rig.Server.Calls[1].WaitForMessagesAsync(2).WaitAsync(CallRig.Watchdog);
        Assert.True(session.QueuedAudioBytes > 0, "the backlog is gone already");
        return session;
    }
}
