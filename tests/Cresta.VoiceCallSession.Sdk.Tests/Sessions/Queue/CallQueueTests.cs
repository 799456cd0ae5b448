using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.Sdk.Tests.Audio;
using Cresta.VoiceCallSession.V1;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>The queue by itself, without a wire: what a media thread pays, and that nothing is lost or left behind.</summary>
public sealed class CallQueueTests
{
    [Fact]
    public void M1_TrySendAudio_allocates_nothing_once_the_call_is_warm()
    {
        var (queue, _) = NewQueue(o => o.TimeProvider = TimeProvider.System);
        var agent = Participants.Agent("a");
        var frame = new byte[160];
        Run(1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                // Not by an assertion, which would allocate.
                if (queue.TryOffer(frame, agent) != AudioSendResult.Queued)
                {
                    throw new InvalidOperationException("The queue refused a frame.");
                }

                while (queue.Take(out _) is { } message)
                {
                    queue.OnWritten(message);
                }
            }
        }
    }

    [Fact]
    public void M1_TrySendAudio_allocates_nothing_while_the_encoding_is_examined()
    {
        var (queue, _) = NewQueue(o => o.TimeProvider = TimeProvider.System, Shape(AudioEncoding.Mulaw));
        var agent = Participants.Agent("a");
        var frame = new byte[160];
        new Random(1).NextBytes(frame);
        Run(500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotNull(Assert.Single(queue.Tracks).Detector);

        void Run(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                queue.TryOffer(frame, agent);
                while (queue.Take(out _) is { } message)
                {
                    queue.OnWritten(message);
                }
            }
        }
    }

    [Fact]
    public void I1_A_frame_that_is_refused_and_offered_again_is_examined_once()
    {
        var (queue, _) = NewQueue(
            o => (o.Audio.MaxBytes, o.Audio.TargetChunkDuration) = (1024, TimeSpan.Zero), Shape(AudioEncoding.Linear16));
        var agent = Participants.Agent("a");
        var sound = TestSignals.Sound(8000, 4, t => (0.3 + (0.2 * TestSignals.Sine(2 * t))) * TestSignals.Sine(190 * t));
        var refused = 0;
        foreach (var frame in TestSignals.Encode(sound, AudioSampleFormat.Linear16LittleEndian).Chunk(301))
        {
            while (queue.TryOffer(frame, agent) == AudioSendResult.RefusedNoRoom)
            {
                refused++;
                queue.OnWritten(queue.Take(out _)!);
            }
        }

        var track = Assert.Single(queue.Tracks);
        Assert.Equal((null, null), (track.Detector, track.SuspectedEncoding));
        Assert.InRange(refused, 50, int.MaxValue);
    }

    [Property(MaxTest = 200)]
    public void P6_Every_byte_is_queued_written_or_counted_as_lost_and_every_buffer_returned(int[] script, byte policy)
    {
        var (queue, options) = NewQueue(o =>
        {
            o.Audio.MaxBytes = 4096;
            o.Audio.FullPolicy = (AudioBufferFullPolicy)(policy % 3);
        });
        var participants = new[] { Participants.Agent("a"), Participants.Visitor("v") };
        long offered = 0, written = 0;
        foreach (var step in script)
        {
            var bytes = Math.Abs(step % 3000);
            switch (Math.Abs(step % 5))
            {
                case 0 or 1 or 2:
                    queue.TryOffer(new byte[bytes], participants[bytes % 2]);
                    offered += bytes;
                    break;
                case 3 when queue.Take(out _) is { } message:
                    written += message.Length;
                    queue.OnWritten(message);
                    break;
                case 4:
                    queue.OfferEvent(
                        NewEvent(), customId: null, AudioGateChange.None, strictly: false, () => new InvalidOperationException());
                    break;
            }

            Assert.InRange(queue.QueuedBytes, 0, options.Audio.MaxBytes);
        }

        queue.Close(LossReason.CallFailed, () => new InvalidOperationException());
        var lost = queue.Tracks.Sum(track => Enum.GetValues<LossReason>().Sum(track.LostBytes));
        Assert.Equal(offered, queue.Tracks.Sum(track => track.OfferedBytes));
        Assert.Equal(offered, written + lost);
        Assert.Equal(0, queue.QueuedBytes);
        Assert.Equal(0, queue.BufferBalance);
    }

    [Property(MaxTest = 200)]
    public void Numbers_leave_in_the_order_in_which_they_were_given(int[] sizes)
    {
        var (queue, _) = NewQueue(o => o.Audio.MaxBytes = int.MaxValue);
        var participants = new[] { Participants.Agent("a"), Participants.Visitor("v") };
        foreach (var size in sizes)
        {
            queue.TryOffer(new byte[Math.Abs(size % 5000)], participants[Math.Abs(size % 2)]);
        }

        queue.BeginEnding(lastMessage: null);
        var last = 0L;
        while (queue.Take(out _) is { } message)
        {
            Assert.True(message.Number > last);
            last = message.Number;
            queue.OnWritten(message);
        }

        Assert.True(queue.IsFinished);
        Assert.Equal(queue.LastNumber, last);
    }

    [Property(MaxTest = 200)]
    public void I2_However_audio_is_cut_chunks_are_whole_samples_and_half_a_sample_is_told(int[] sizes)
    {
        var (queue, _) = NewQueue(o => o.Audio.MaxBytes = int.MaxValue, new AudioShape(2, 16_000));
        var agent = Participants.Agent("a");
        var offered = new List<byte>();
        foreach (var size in sizes)
        {
            var frame = Enumerable.Range(offered.Count, Math.Abs(size % 5000)).Select(i => (byte)(i % 251)).ToArray();
            Assert.Equal(AudioSendResult.Queued, queue.TryOffer(frame, agent));
            offered.AddRange(frame);
        }

        queue.BeginEnding(lastMessage: null);
        var written = new List<byte>();
        while (queue.Take(out _) is { } message)
        {
            Assert.Equal(0, message.Length % 2);
            written.AddRange(message.Audio.ToArray());
            queue.OnWritten(message);
        }

        Assert.Equal(offered.Take(offered.Count / 2 * 2), written);
        Assert.Equal(offered.Count % 2, queue.Tracks.Sum(track => track.LostBytes(LossReason.IncompleteSample)));
    }

    [Property(MaxTest = 500)]
    public void I7_A_gate_follows_its_model_and_what_is_out_of_order_changes_nothing(byte[] steps)
    {
        var (queue, _) = NewQueue();
        var agent = Participants.Agent("a");
        var (onHold, paused, ending) = (false, false, false);
        foreach (var step in steps)
        {
            switch (step % 6)
            {
                case 0:
                    Assert.Equal(Change(AudioGateChange.Hold), Legal(!onHold));
                    onHold |= !ending;
                    break;
                case 1:
                    Assert.Equal(Change(AudioGateChange.Unhold), Legal(onHold));
                    onHold &= ending;
                    break;
                case 2:
                    Assert.Equal(Change(AudioGateChange.Pause), Legal(!paused));
                    paused |= !ending;
                    break;
                case 3:
                    Assert.Equal(Change(AudioGateChange.Resume), Legal(paused));
                    paused &= ending;
                    break;
                case 4 when step > 200:
                    Assert.Equal(!ending, queue.BeginEnding(lastMessage: null));
                    ending = true;
                    break;
            }

            var expected = ending
                ? AudioSendResult.RefusedCallEnded : paused ? AudioSendResult.DroppedPaused : onHold ? AudioSendResult.DroppedOnHold
                : AudioSendResult.Queued;
            Assert.Equal(expected, queue.TryOffer(new byte[1], agent));
        }

        string Legal(bool fits) => ending ? "ended" : fits ? "done" : "refused";

        string Change(AudioGateChange change)
        {
            try
            {
                queue.ChangeGate(change, () => new ObjectDisposedException("call"));
                return "done";
            }
            catch (ObjectDisposedException)
            {
                return "ended";
            }
            catch (InvalidOperationException)
            {
                return "refused";
            }
        }
    }

    [Fact]
    public void Samples_stay_whole_when_frames_between_them_are_dropped()
    {
        var (queue, _) = NewQueue(o => o.Audio.TargetChunkDuration = TimeSpan.Zero, Shape(AudioEncoding.Linear16));
        var speaker = Participants.Agent("a");
        Assert.Equal(AudioSendResult.Queued, queue.TryOffer([1, 2, 3], speaker));
        queue.TryChangeGate(AudioGateChange.Hold);
        Assert.Equal(AudioSendResult.DroppedOnHold, queue.TryOffer([4, 5], speaker));
        queue.TryChangeGate(AudioGateChange.Unhold);
        Assert.Equal(AudioSendResult.Queued, queue.TryOffer([6, 7, 8], speaker));
        Assert.Equal(AudioSendResult.Queued, queue.TryOffer([9, 10], speaker));

        var written = new List<byte[]>();
        while (queue.Take(out _) is { } message)
        {
            written.Add(message.Audio.ToArray());
            queue.OnWritten(message);
        }

        Assert.Equal([[1, 2], [7, 8], [9, 10]], written);
        var agent = Assert.Single(queue.Tracks);
        Assert.Equal((10, 2, 2), (agent.OfferedBytes, agent.LostBytes(LossReason.IncompleteSample), agent.LostBytes(LossReason.OnHold)));
    }

    private static OutboundMessage NewEvent() => new() { Event = new EventRecord("X") };

    private static AudioShape Shape(AudioEncoding encoding) =>
        AudioShape.Of(new AudioMetadata { SampleRateHertz = 8000, Encoding = encoding });

    private static (CallQueue Queue, VoiceCallSessionClientOptions Options) NewQueue(
        Action<VoiceCallSessionClientOptions>? configure = null, AudioShape? shape = null)
    {
        var options = new VoiceCallSessionClientOptions { TimeProvider = new FakeTimeProvider() };
        configure?.Invoke(options);
        var ledger = new DeliveryLedger(cumulative: true, new ServerCapabilities(), options.TimeProvider);
        return (new CallQueue(CallQueueSettings.From(options, shape ?? new AudioShape(1, 8000)), ledger), options);
    }
}
