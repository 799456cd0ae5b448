using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>Frames that become chunks: of 800 bytes, 100 ms.</summary>
public sealed class ChunkAssemblerTests
{
    [Fact]
    public void Frames_are_joined_until_a_chunk_is_full()
    {
        var parts = new QueueParts();
        Assert.Equal(["1", "1", "2"],
            new[] { parts.Join(parts.Agent, new byte[300]), parts.Join(parts.Agent, new byte[500]), parts.Join(parts.Agent, new byte[1]) });
        Assert.Equal(800, parts.Waiting.TakeReady()!.Length);
        Assert.Null(parts.Waiting.TakeReady());
    }

    [Fact]
    public void A_long_frame_is_cut_and_its_id_is_that_of_its_last_piece()
    {
        var parts = new QueueParts();
        Assert.Equal("3", parts.Join(parts.Agent, new byte[2000]));
        Assert.Equal(2000, parts.Budget.QueuedBytes);
        Assert.Equal([800, 800], new[] { parts.Waiting.TakeReady()!.Length, parts.Waiting.TakeReady()!.Length });
    }

    [Fact]
    public void Participants_are_not_mixed_and_stay_in_order()
    {
        var parts = new QueueParts();
        parts.Join(parts.Agent, 1);
        parts.Join(parts.Visitor, 2);
        parts.Join(parts.Agent, 3);
        parts.Waiting.MarkReady(parts.Waiting.Numbers.Last);
        var (first, second) = (parts.Waiting.TakeReady()!, parts.Waiting.TakeReady()!);
        Assert.Equal((parts.Agent, parts.Visitor), (first.Track, second.Track));
        Assert.Equal([1, 3], first.Audio.ToArray());
        Assert.Equal([2], second.Audio.ToArray());
    }

    [Fact]
    public void A_chunk_behind_which_an_event_stands_takes_no_more()
    {
        var parts = new QueueParts();
        parts.Join(parts.Agent, 1);
        var message = parts.AddEvent();
        Assert.Equal("3", parts.Join(parts.Agent, 2));
        Assert.Equal((2, 2), (message.Number, parts.Waiting.Ready));
    }

    [Fact]
    public void A_chunk_waits_no_longer_than_the_latency()
    {
        var parts = new QueueParts(o => o.Audio.MaxChunkLatency = TimeSpan.FromMilliseconds(150));
        parts.Join(parts.Agent, 1);
        parts.Time.Advance(TimeSpan.FromMilliseconds(149));
        Assert.False(parts.Waiting.HasReady);
        parts.Join(parts.Agent, 2);
        parts.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1, 2], parts.Waiting.TakeReady()!.Audio.ToArray());

        // The timer is set again for what comes later.
        parts.Join(parts.Agent, 3);
        parts.Time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal([3], parts.Waiting.TakeReady()!.Audio.ToArray());
    }

    [Fact]
    public void A_latency_that_no_timer_takes_is_kept()
    {
        var parts = new QueueParts(o => o.Audio.MaxChunkLatency = TimeSpan.MaxValue);
        parts.Join(parts.Agent, 1);
        parts.Time.Advance(TimeSpan.FromDays(400));
        Assert.False(parts.Waiting.HasReady);

        var year = new QueueParts(o => o.Audio.MaxChunkLatency = TimeSpan.FromDays(365));
        year.Join(year.Agent, 1);
        for (var day = 0; day < 365; day++)
        {
            Assert.False(year.Waiting.HasReady);
            year.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.True(year.Waiting.HasReady);
    }

    [Fact]
    public void Without_joining_each_frame_is_ready_at_once()
    {
        var parts = new QueueParts(o => o.Audio.TargetChunkDuration = TimeSpan.Zero);
        parts.Join(parts.Agent, 1, 2);
        parts.Join(parts.Agent, 3);
        Assert.Equal([1, 2], parts.Waiting.TakeReady()!.Audio.ToArray());
        Assert.Equal([3], parts.Waiting.TakeReady()!.Audio.ToArray());
    }

    [Fact]
    public void Half_a_sample_waits_for_its_rest_and_is_counted_if_that_does_not_come()
    {
        var parts = new QueueParts(o => o.Audio.TargetChunkDuration = TimeSpan.Zero, new AudioShape(2, 8000));
        Assert.Equal("", parts.Join(parts.Agent, 1));
        Assert.Equal("1", parts.Join(parts.Agent, 2, 3));
        Assert.Equal([1, 2], parts.Waiting.TakeReady()!.Audio.ToArray());
        ChunkAssembler.DropCarries([parts.Agent, parts.Visitor], LossReason.IncompleteSample);
        Assert.Equal((1, 0), (parts.Agent.LostBytes(LossReason.IncompleteSample), parts.Visitor.LostBytes(LossReason.IncompleteSample)));

        // The rest of the lost sample is lost with it.
        parts.Join(parts.Agent, 4, 5, 6);
        Assert.Equal([5, 6], parts.Waiting.TakeReady()!.Audio.ToArray());
        Assert.Equal(2, parts.Agent.LostBytes(LossReason.IncompleteSample));
    }

    [Fact]
    public void Silence_is_a_chunk_of_its_own()
    {
        var parts = new QueueParts();
        parts.Assembler.AppendSilence(parts.Agent.Silence, 800, 0xFF);
        parts.Waiting.MarkReady(1);
        var silence = parts.Waiting.TakeReady()!;
        Assert.Equal((800, parts.Agent.Silence), (silence.Length, silence.Track));
        Assert.True(silence.Audio.IndexOfAnyExcept((byte)0xFF) < 0);
    }
}
