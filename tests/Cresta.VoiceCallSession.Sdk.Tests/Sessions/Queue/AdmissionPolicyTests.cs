using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>
/// What is decided about audio that is offered while the buffer may be full. A chunk has 800 bytes, the call 4,000, a participant 3,200.
/// </summary>
public sealed class AdmissionPolicyTests
{
    [Theory]
    [InlineData(AudioBufferFullPolicy.Wait, false, AudioSendResult.RefusedNoRoom)]
    [InlineData(AudioBufferFullPolicy.Wait, true, AudioSendResult.RefusedNoRoom)]
    [InlineData(AudioBufferFullPolicy.DropNewest, false, AudioSendResult.DroppedBufferFull)]
    [InlineData(AudioBufferFullPolicy.DropOldest, false, AudioSendResult.Queued)]
    public void Audio_beyond_a_participants_bound_follows_the_policy(AudioBufferFullPolicy policy, bool mayBlock, AudioSendResult expected)
    {
        var parts = NewParts(policy);
        parts.Join(parts.Agent, new byte[3200]);
        Assert.Equal(expected, parts.Admission.Admit(parts.Agent, 800, mayBlock));
        Assert.Equal(policy == AudioBufferFullPolicy.DropOldest ? 2400 : 3200, parts.Budget.QueuedBytes);
        Assert.Equal(policy == AudioBufferFullPolicy.DropOldest ? 800 : 0, parts.Agent.LostBytes(LossReason.BufferFull));
    }

    [Theory]
    [InlineData(AudioBufferFullPolicy.Wait)]
    [InlineData(AudioBufferFullPolicy.DropNewest)]
    [InlineData(AudioBufferFullPolicy.DropOldest)]
    public void A_participant_with_room_is_not_refused_because_another_has_none(AudioBufferFullPolicy policy)
    {
        var parts = NewParts(policy);
        parts.Join(parts.Agent, new byte[3200]);
        parts.Blocked.Add(new BlockedSender(parts.Agent, new byte[800], whole: null, customId: null));
        Assert.Equal(AudioSendResult.Queued, parts.Admission.Admit(parts.Visitor, 800, mayBlock: false));
        Assert.Equal(3200, parts.Budget.QueuedBytes);
    }

    [Fact]
    public void Audio_does_not_overtake_a_sender_of_its_participant_that_waits()
    {
        var parts = NewParts(AudioBufferFullPolicy.Wait);
        parts.Blocked.Add(new BlockedSender(parts.Agent, new byte[800], whole: null, customId: null));
        Assert.Equal(AudioSendResult.RefusedNoRoom, parts.Admission.Admit(parts.Agent, 1, mayBlock: false));
    }

    [Theory]
    [InlineData(AudioBufferFullPolicy.Wait, AudioSendResult.DroppedBufferFull)]
    [InlineData(AudioBufferFullPolicy.DropNewest, AudioSendResult.DroppedBufferFull)]
    [InlineData(AudioBufferFullPolicy.DropOldest, AudioSendResult.DroppedBufferFull)]
    public void A_frame_larger_than_the_buffer_costs_nothing_but_itself(AudioBufferFullPolicy policy, AudioSendResult expected)
    {
        var parts = NewParts(policy);
        parts.WriteChunks(parts.Agent, 3);
        parts.Join(parts.Agent, new byte[800]);
        Assert.Equal(expected, parts.Admission.Admit(parts.Agent, 3201, mayBlock: false));
        Assert.Equal((800, 2400), (parts.Budget.QueuedBytes, parts.Budget.ReplayBytes));
        Assert.Equal(0, parts.Agent.LostBytes(LossReason.BufferFull));
    }

    [Theory]
    [InlineData(AudioBufferFullPolicy.Wait)]
    [InlineData(AudioBufferFullPolicy.DropNewest)]
    public void A_frame_for_which_an_empty_replay_window_would_leave_no_room_evicts_nothing(AudioBufferFullPolicy policy)
    {
        var parts = NewParts(policy);
        parts.WriteChunks(parts.Agent, 2);
        parts.Join(parts.Agent, new byte[1600]);
        Assert.NotEqual(AudioSendResult.Queued, parts.Admission.Admit(parts.Agent, 1601, mayBlock: false));
        Assert.Equal(1600, parts.Budget.ReplayBytes);
    }

    [Fact]
    public void The_replay_window_makes_room_for_a_sender_that_cannot_wait_and_not_at_once_for_one_that_can()
    {
        var parts = NewParts(AudioBufferFullPolicy.Wait);
        parts.WriteChunks(parts.Agent, 4);
        Assert.Equal(AudioSendResult.RefusedNoRoom, parts.Admission.Admit(parts.Agent, 800, mayBlock: true));
        Assert.Equal(3200, parts.Budget.ReplayBytes);
        Assert.Equal(AudioSendResult.Queued, parts.Admission.Admit(parts.Agent, 800, mayBlock: false));
        Assert.Equal(2400, parts.Budget.ReplayBytes);
        parts.Join(parts.Agent, new byte[800]);
        parts.Replay.OnEvictionTimeout();
        Assert.Equal(AudioSendResult.Queued, parts.Admission.Admit(parts.Agent, 800, mayBlock: true));
    }

    [Fact]
    public void The_oldest_audio_that_is_dropped_is_the_participants_own_if_its_own_bound_is_reached()
    {
        var parts = NewParts(AudioBufferFullPolicy.DropOldest);
        parts.Join(parts.Visitor, new byte[800]);
        parts.Join(parts.Agent, new byte[3200]);
        Assert.True(parts.Admission.TryMakeRoom(parts.Agent, 800));
        Assert.Equal((0, 800), (parts.Visitor.LostBytes(LossReason.BufferFull), parts.Agent.LostBytes(LossReason.BufferFull)));
        parts.Join(parts.Agent, new byte[800]);

        // The call is full, the visitor is not: the oldest of all is dropped.
        Assert.True(parts.Admission.TryMakeRoom(parts.Visitor, 800));
        Assert.Equal((800, 800), (parts.Visitor.LostBytes(LossReason.BufferFull), parts.Agent.LostBytes(LossReason.BufferFull)));
    }

    private static QueueParts NewParts(AudioBufferFullPolicy policy) => new(o =>
    {
        o.Audio.FullPolicy = policy;
        o.Audio.MaxBytes = 4000;
        o.Audio.MaxDuration = TimeSpan.FromMilliseconds(400);
        o.Reconnect.Replay = ReplayPolicy.Unacknowledged;
    });
}
