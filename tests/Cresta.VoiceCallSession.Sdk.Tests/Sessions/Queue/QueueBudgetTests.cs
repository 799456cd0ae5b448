using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>The bounds of a call, and of each participant.</summary>
public sealed class QueueBudgetTests
{
    private readonly QueueParts _parts = new(o =>
        (o.Audio.MaxBytes, o.Audio.MaxDuration, o.MaxEventBytes) = (4000, TimeSpan.FromMilliseconds(375), 100));

    private QueueBudget Budget => _parts.Budget;

    [Fact]
    public void Audio_that_waits_and_audio_that_is_kept_share_both_bounds()
    {
        Budget.Enqueue(_parts.Agent, 1000);
        Budget.Keep(_parts.Agent, 1500);
        Assert.True(Budget.HasRoom(_parts.Agent, 500));
        Assert.False(Budget.HasRoom(_parts.Agent, 501));
        Assert.True(Budget.HasRoom(_parts.Visitor, 1500));
        Assert.False(Budget.HasRoom(_parts.Visitor, 1501));
        Assert.True(Budget.HasRoomWithoutReplay(_parts.Agent, 2000));
        Assert.False(Budget.HasRoomWithoutReplay(_parts.Agent, 2001));
        Assert.True(Budget.IsTrackFull(_parts.Agent, 501));
        Assert.False(Budget.IsTrackFullWithoutReplay(_parts.Agent, 501));
    }

    [Fact]
    public void What_leaves_makes_room_again()
    {
        Budget.Enqueue(_parts.Agent, 3000);
        Budget.Dequeue(_parts.Agent, 3000);
        Budget.Keep(_parts.Agent, 3000);
        Budget.Evict(_parts.Agent, 3000);
        Assert.True(Budget.HasRoom(_parts.Agent, 3000));
        Assert.Equal((0, 0, 0), (Budget.QueuedBytes, Budget.ReplayBytes, Budget.ReplayMessages));
        Assert.Equal(3000, _parts.Agent.PeakQueuedBytes);
    }

    [Fact]
    public void The_number_of_messages_is_bounded_for_tiny_frames()
    {
        for (var i = 0; i < _parts.Settings.MaxAudioMessages; i++)
        {
            Assert.True(Budget.HasRoom(_parts.Agent, 1));
            Budget.AddMessage();
        }

        Assert.False(Budget.HasRoom(_parts.Agent, 1));
        Budget.Keep(_parts.Agent, 1);
        Assert.True(Budget.HasRoomWithoutReplay(_parts.Agent, 1));
        Budget.RemoveMessage();
        Assert.True(Budget.HasRoom(_parts.Agent, 1));
    }

    [Fact]
    public void Events_have_a_bound_of_their_own()
    {
        Budget.Enqueue(_parts.Agent, 3000);
        Budget.AddEvent(60);
        Assert.True(Budget.HasRoomForEvent(40));
        Assert.False(Budget.HasRoomForEvent(41));
        Budget.AddEvent(-60);
        Assert.True(Budget.HasRoomForEvent(100));
    }
}
