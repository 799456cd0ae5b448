using System.Reflection;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Telemetry;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>What telemetry costs, in counts: nothing that nobody asked for, and a media thread nothing at all.</summary>
[Collection(Exclusive.Name)]
public sealed class CostTests
{
    private const int FrameBytes = 160;

    private static readonly ServerTags Server = new(new Uri("https://api.example.com"), new CallbackErrors(loggers: null, endpoint: null));

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, false)]
    [InlineData(VoiceCallSessionTransport.Rest, false)]
    [InlineData(VoiceCallSessionTransport.Grpc, true)]
    [InlineData(VoiceCallSessionTransport.Rest, true)]
    public async Task A_frame_allocates_nothing_on_its_media_thread_and_runs_no_listener_there(
        VoiceCallSessionTransport transport, bool heard)
    {
        AssertNobodyListens();
        using var listening = heard ? new Listening() : null;
        await using var rig = await CallRig.StartAsync(transport, o => o.Audio.MaxBytes = 16_000);
        await using var session = await rig.OpenAsync();
        var frame = CallRig.Ramp(FrameBytes);
        var (rounds, media) = (new long[10], 0);
        await PacedThread.RunAsync(1, TimeSpan.Zero, _ =>
        {
            media = Environment.CurrentManagedThreadId;
            for (var round = 0; round < rounds.Length; round++)
            {
                rounds[round] = FrameCost.Of(session, frame, frames: 2_000).AllocatedBytes;
            }
        }).WaitAsync(CallRig.Watchdog);
        var threads = listening?.Threads.ToList();
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        // The first rounds make the envelopes that the later ones use again, and a slow server may take one more; what a frame allocates
        // is in every round.
        Assert.Contains(0, rounds);
        Assert.DoesNotContain(media, threads ?? []);
        Assert.True(!heard || listening!.Measurements > 0, "what is listened to is heard");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_measurement_allocates_nothing(bool heard)
    {
        AssertNobodyListens();
        using var listening = heard ? new Listening() : null;
        KeyValuePair<string, object?> disposition = new("disposition", "dropped");
        KeyValuePair<string, object?> reason = new("reason", "BufferFull");
        Record(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(heard ? 4 * 1100 : 0, listening?.Measurements ?? 0);

        void Record(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Instruments.QueueWait.Record(0.001, Server);
                Instruments.RoundTrip.Record(0.001, Server);
                Instruments.Retries.Record(1, Server, disposition);
                Instruments.AudioBytes.Record(160, Server, disposition, reason);
            }
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Measuring_a_message_takes_no_look_at_a_clock(VoiceCallSessionTransport transport)
    {
        // Of its own a message takes these: it arrives, is queued, may be written, is taken, is entered into the ledger, is being
        // written, is written, is answered.
        const int ofItsOwn = 8;
        const int messages = 400;
        AssertNobodyListens();
        var unheard = await TimestampsAsync(transport, messages);
        using var listening = new Listening();
        var heard = await TimestampsAsync(transport, messages);
        Assert.True(listening.Measurements > 2 * messages, "each message was measured");

        // What the call takes besides is little; one more for each message would show.
        Assert.InRange(unheard, 0, (ofItsOwn * messages) + (messages / 4));
        Assert.InRange(heard, 0, (ofItsOwn * messages) + (messages / 4));
    }

    private static async Task<long> TimestampsAsync(VoiceCallSessionTransport transport, int messages)
    {
        var time = new CountedTime();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.TimeProvider, o.Audio.TargetChunkDuration) = (time, TimeSpan.Zero));
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < messages; i++)
        {
            await session.WaitForAcknowledgementAsync(
                await session.SendAudioAsync(CallRig.Ramp(FrameBytes), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        }

        var taken = time.Timestamps;
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        return taken;
    }

    private static void AssertNobodyListens()
    {
        Assert.False(Instruments.Activities.HasListeners());
        Assert.All(
            typeof(Instruments).GetProperties(BindingFlags.Static | BindingFlags.Public).Select(property => property.GetValue(null))
                .Where(value => value is not System.Diagnostics.ActivitySource),
            instrument => Assert.False((bool)instrument!.GetType().GetProperty("Enabled")!.GetValue(instrument)!));
    }
}
