using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>The messages that wait to be written.</summary>
public sealed class WaitingMessagesTests
{
    private readonly QueueParts _parts = new(o => o.Reconnect.Replay = ReplayPolicy.Unacknowledged);

    private WaitingMessages Waiting => _parts.Waiting;

    [Fact]
    public void Only_what_is_ready_is_taken_and_in_order()
    {
        _parts.Join(_parts.Agent, new byte[100]);
        Assert.Null(Waiting.TakeReady());
        Assert.Equal(1, Waiting.FirstUnready()!.Number);
        _parts.AddEvent();
        Assert.Null(Waiting.FirstUnready());
        Assert.Equal([1, 2], new[] { Waiting.TakeReady()!.Number, Waiting.TakeReady()!.Number });
        Assert.Null(Waiting.First);
    }

    [Fact]
    public void The_longest_wait_is_counted_from_readiness_and_not_for_what_is_sent_again()
    {
        _parts.AddEvent();
        _parts.Time.Advance(TimeSpan.FromSeconds(3));
        _parts.Write();
        Assert.Equal(TimeSpan.FromSeconds(3), Waiting.LongestWait);
        _parts.Replay.Rewind(unread: false);
        _parts.Time.Advance(TimeSpan.FromSeconds(30));
        _parts.Write();
        Assert.Equal(TimeSpan.FromSeconds(3), Waiting.LongestWait);
    }

    [Fact]
    public void A_message_that_was_put_back_is_the_next()
    {
        _parts.AddEvent();
        _parts.AddEvent();
        var first = Waiting.TakeReady()!;
        Waiting.PutBack(first);
        Assert.Same(first, Waiting.TakeReady());
    }

    [Fact]
    public void An_answer_takes_out_what_waits_to_be_sent_again_and_nothing_new()
    {
        _parts.WriteChunks(_parts.Agent, 3);
        _parts.Join(_parts.Agent, new byte[800]);
        _parts.Replay.Rewind(unread: false);
        Assert.Equal([1, 2, 3], Waiting.SentNumbers());
        _parts.Answer("2");
        Assert.Equal([3], Waiting.SentNumbers());
        Assert.Equal(1600, _parts.Budget.QueuedBytes);
        Assert.Equal(3, Waiting.TakeReady()!.Number);
        Assert.False(Waiting.First!.Sent);
    }

    [Fact]
    public void Dropped_audio_is_counted_as_lost_unless_it_was_sent_before()
    {
        _parts.WriteChunks(_parts.Agent, 1);
        _parts.Replay.Rewind(unread: false);
        _parts.Join(_parts.Agent, new byte[800]);
        _parts.Join(_parts.Visitor, new byte[100]);
        _parts.AddEvent();
        Waiting.DropAudio(LossReason.Paused);
        Assert.Equal((800, 100), (_parts.Agent.LostBytes(LossReason.Paused), _parts.Visitor.LostBytes(LossReason.Paused)));
        Assert.Equal((0, 0), (_parts.Budget.QueuedBytes, _parts.Budget.AudioMessages));
        Assert.NotNull(Waiting.First!.Event);
    }

    [Fact]
    public void Everything_can_be_dropped_and_every_buffer_comes_back()
    {
        _parts.Join(_parts.Agent, new byte[5000]);
        _parts.AddEvent();
        _parts.Join(_parts.Visitor, new byte[100]);
        Waiting.DropAll(LossReason.CallFailed);
        _parts.Pool.Drain();
        Assert.Null(Waiting.First);
        Assert.Equal((0, 0, 0, 0), (_parts.Budget.QueuedBytes, _parts.Budget.AudioMessages, _parts.Budget.EventBytes, _parts.Pool.Balance));
        Assert.Null(_parts.Agent.Open);
        Assert.Null(_parts.Visitor.Open);
    }

    [Fact]
    public void A_chunk_that_is_dropped_while_it_is_open_takes_no_more_audio()
    {
        _parts.Join(_parts.Agent, 1);
        Waiting.DropAudio(LossReason.OnHold);
        Assert.Equal("2", _parts.Join(_parts.Agent, 2));
        Assert.Equal([2], Waiting.First!.Audio.ToArray());
    }
}
