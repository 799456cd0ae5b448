using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Rows P4, P5 and M1: what a media thread may rely on while the process has trouble of its own.</summary>
[Collection(Exclusive.Name)]
public sealed class StarvedProcessTests
{
    private const int FrameBytes = 160;
    private static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    [Theory, ClassData(typeof(Transports))]
    public async Task P4_Audio_survives_a_starved_thread_pool_and_the_report_says_how_late_it_was(VoiceCallSessionTransport transport)
    {
        const int frames = 100;
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        using var blocked = new ManualResetEventSlim();
        for (var i = 0; i < 500; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static gate => gate.Wait(CallRig.Watchdog), blocked, preferLocal: false);
        }

        // Two seconds of speech, while no thread of the pool comes free. The thread that ends it is not the pool's either.
        var results = new AudioSendResult[frames];
        var speaking = PacedThread.RunAsync(frames, FrameDuration, i =>
        {
            results[i] = session.TrySendAudio(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Agent);
            if (i == frames - 1)
            {
                blocked.Set();
            }
        });
        await speaking.WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.All(results, result => Assert.Equal(AudioSendResult.Queued, result));
        Assert.True(report.NothingLost, report.ToJson());
        Assert.InRange(report.MaxQueueWaitMs, 1000, 60_000);
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(frames * FrameBytes));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P5_Garbage_collections_of_half_a_second_lose_nothing(VoiceCallSessionTransport transport)
    {
        const int frames = 100;
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();

        // Something to trace, so that a collection takes its time.
        var ballast = Enumerable.Range(0, 200_000).Select(i => new object?[] { new byte[16], i }).ToArray();
        var before = GC.GetTotalPauseDuration();
        var collecting = false;
        await PacedThread.RunAsync(frames, FrameDuration, i =>
        {
            Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Agent));
            if (i == frames / 2)
            {
                while (GC.GetTotalPauseDuration() - before < TimeSpan.FromMilliseconds(500))
                {
                    GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                    collecting = true;
                }
            }
        }).WaitAsync(CallRig.Watchdog);
        GC.KeepAlive(ballast);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(collecting);
        Assert.True(report.NothingLost, report.ToJson());
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(frames * FrameBytes));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M1_TrySendAudio_allocates_nothing_while_the_call_is_live(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Audio.MaxBytes = 16_000);
        await using var session = await rig.OpenAsync();
        var frame = CallRig.Ramp(FrameBytes);
        var (allocated, refused) = (-1L, 0);
        await PacedThread.RunAsync(1, TimeSpan.Zero, _ =>
        {
            // Warm: as many envelopes as the bounds allow have been made.
            for (var i = 0; i < 20_000; i++)
            {
                session.TrySendAudio(frame, CallRig.Agent);
            }

            // An envelope more may be made once in a while; what each frame cost would show in every round.
            for (var round = 0; round < 10 && allocated != 0; round++)
            {
                (allocated, var lost) = FrameCost.Of(session, frame, frames: 1_000);
                refused += lost;
            }
        }).WaitAsync(CallRig.Watchdog);

        Assert.Equal((0, 0), (allocated, refused));
        Assert.Equal(CallOutcome.Completed, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
    }
}
