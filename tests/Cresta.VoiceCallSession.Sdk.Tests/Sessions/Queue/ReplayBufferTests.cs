namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>Messages that were written and not acknowledged. A chunk has 800 bytes.</summary>
public sealed class ReplayBufferTests
{
    [Theory]
    [InlineData(ReplayPolicy.Unacknowledged, true)]
    [InlineData(ReplayPolicy.Adaptive, false)]
    [InlineData(ReplayPolicy.Unwritten, false)]
    public void A_rewind_puts_audio_back_by_the_policy_and_events_always(ReplayPolicy policy, bool replaysAudio)
    {
        var parts = NewParts(policy);
        parts.WriteChunks(parts.Agent, 2);
        parts.AddEvent();
        var written = parts.Write();
        parts.WriteChunks(parts.Visitor, 1);
        parts.Replay.Rewind(unread: false);
        Assert.Equal(replaysAudio ? [1, 2, 3, 4] : [3], parts.Waiting.SentNumbers());
        Assert.Equal(3, written.Number);
        Assert.Equal((replaysAudio ? 2400 : 0, 0), (parts.Budget.QueuedBytes, parts.Budget.ReplayBytes));
    }

    [Fact]
    public void A_server_that_acknowledged_audio_is_sent_it_again()
    {
        var parts = NewParts(ReplayPolicy.Adaptive);
        parts.WriteChunks(parts.Agent, 3);
        parts.Answer("1");
        Assert.Equal(1600, parts.Budget.ReplayBytes);
        parts.Replay.Rewind(unread: false);
        Assert.Equal([2, 3], parts.Waiting.SentNumbers());
    }

    [Fact]
    public void What_the_server_has_certainly_not_read_is_sent_again()
    {
        var parts = NewParts(ReplayPolicy.Adaptive);
        parts.WriteChunks(parts.Agent, 2);
        parts.Replay.Rewind(unread: true);
        Assert.Equal([1, 2], parts.Waiting.SentNumbers());
    }

    [Fact]
    public void An_answer_releases_what_it_covers()
    {
        var parts = NewParts(ReplayPolicy.Unacknowledged);
        parts.WriteChunks(parts.Agent, 4);
        parts.Answer("3");
        Assert.Equal((800, 800), (parts.Budget.ReplayBytes, parts.Agent.WindowBytes));
        parts.Answer("4");
        Assert.Equal((0, 0), (parts.Budget.ReplayBytes, parts.Budget.AudioMessages));
    }

    [Fact]
    public void Room_is_made_by_the_oldest_audio_of_the_participant_whose_bound_is_reached()
    {
        var parts = NewParts(ReplayPolicy.Unacknowledged, o => o.Audio.MaxDuration = TimeSpan.FromMilliseconds(200));
        parts.WriteChunks(parts.Visitor, 2);
        parts.WriteChunks(parts.Agent, 2);
        Assert.True(parts.Replay.TryMakeRoom(parts.Agent, 800));
        Assert.Equal((1600, 800), (parts.Visitor.WindowBytes, parts.Agent.WindowBytes));
    }

    [Fact]
    public void Nothing_is_evicted_for_a_frame_that_has_no_room_without_it_either()
    {
        var parts = NewParts(ReplayPolicy.Unacknowledged, o => o.Audio.MaxDuration = TimeSpan.FromMilliseconds(300));
        parts.WriteChunks(parts.Agent, 2);
        parts.Join(parts.Agent, new byte[800]);
        Assert.False(parts.Replay.TryMakeRoom(parts.Agent, 1601));
        Assert.False(parts.Replay.TryMakeRoom(parts.Agent, 1_000_000));
        Assert.Equal(1600, parts.Budget.ReplayBytes);
    }

    [Fact]
    public void All_that_the_bounds_allow_is_kept_until_the_server_has_been_silent_for_long()
    {
        var parts = NewParts(ReplayPolicy.Adaptive);
        parts.WriteChunks(parts.Agent, 200);
        Assert.Equal(160_000, parts.Budget.ReplayBytes);
        parts.Time.Advance(TimeSpan.FromSeconds(31));
        parts.WriteChunks(parts.Agent, 1);

        // Five seconds of each of two participants.
        Assert.Equal(80_000, parts.Budget.ReplayBytes);
    }

    [Fact]
    public void The_eviction_timer_runs_only_if_there_is_something_to_evict_and_an_answer_ends_the_eviction()
    {
        var parts = NewParts(ReplayPolicy.Unacknowledged);
        parts.Replay.StartEvictionTimer();
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, parts.EvictionTimeouts);
        parts.WriteChunks(parts.Agent, 2);
        parts.Replay.StartEvictionTimer();
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, parts.EvictionTimeouts);
        parts.Replay.OnEvictionTimeout();
        Assert.True(parts.Replay.IsEvictedForSenders);
        parts.Answer("1");
        Assert.False(parts.Replay.IsEvictedForSenders);
    }

    [Fact]
    public void Events_are_evicted_for_others_only_if_the_server_acknowledges_none()
    {
        var silent = NewParts(ReplayPolicy.Adaptive, o => o.MaxEventBytes = 100);
        silent.AddEvent(60);
        silent.Write();
        Assert.True(silent.Replay.TryMakeRoomForEvent(60));
        Assert.Equal(0, silent.Budget.EventBytes);

        var answering = NewParts(ReplayPolicy.Adaptive, o => o.MaxEventBytes = 100);
        answering.AddEvent(10);
        answering.Write();
        answering.Answer("1");
        answering.AddEvent(60);
        answering.Write();
        Assert.False(answering.Replay.TryMakeRoomForEvent(60));
        Assert.Equal(60, answering.Budget.EventBytes);
    }

    [Fact]
    public void A_pause_forgets_audio_and_the_end_everything()
    {
        var parts = NewParts(ReplayPolicy.Unacknowledged);
        parts.WriteChunks(parts.Agent, 2);
        parts.AddEvent();
        parts.Write();
        parts.Replay.EvictAudio();
        Assert.Equal((0, 10), (parts.Budget.ReplayBytes, parts.Budget.EventBytes));
        parts.Replay.Clear();
        parts.Pool.Drain();
        Assert.Equal((0, 0), (parts.Budget.EventBytes, parts.Pool.Balance));
    }

    private static QueueParts NewParts(ReplayPolicy policy, Action<VoiceCallSessionClientOptions>? configure = null) => new(o =>
    {
        o.Reconnect.Replay = policy;
        configure?.Invoke(o);
    });
}
