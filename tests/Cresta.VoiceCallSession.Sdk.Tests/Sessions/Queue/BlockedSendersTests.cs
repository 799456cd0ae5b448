using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>Senders that wait for room.</summary>
public sealed class BlockedSendersTests
{
    private readonly BlockedSenders _senders = new();
    private readonly ParticipantAudio _agent = new(Participants.Agent("a"));
    private readonly ParticipantAudio _visitor = new(Participants.Visitor("v"));

    [Fact]
    public void Senders_of_a_participant_are_served_in_their_order()
    {
        var (first, second, third) = (Add(_agent), Add(_agent), Add(_agent));
        var served = new List<BlockedSender>();
        _senders.Serve(sender =>
        {
            served.Add(sender);
            return sender != third;
        });
        Assert.Equal([first, second, third], served);
        Assert.Equal([third], _senders.TakeAll());
    }

    [Fact]
    public void A_sender_that_cannot_be_served_holds_up_its_own_participant_and_nobody_else()
    {
        var (agent, visitor, laterAgent, laterVisitor) = (Add(_agent), Add(_visitor), Add(_agent), Add(_visitor));
        var asked = new List<BlockedSender>();
        _senders.Serve(sender =>
        {
            asked.Add(sender);
            return sender.Track == _visitor;
        });
        Assert.Equal([agent, visitor, laterVisitor], asked);
        Assert.Equal([agent, laterAgent], _senders.TakeAll());
    }

    [Fact]
    public void Only_a_participant_with_a_sender_is_contained()
    {
        var sender = Add(_agent);
        Assert.True(_senders.Contains(_agent));
        Assert.False(_senders.Contains(_visitor));
        Assert.True(_senders.Remove(sender));
        Assert.False(_senders.Remove(sender));
        Assert.False(_senders.Contains(_agent));
    }

    [Fact]
    public void All_can_be_taken_out()
    {
        BlockedSender[] all = [Add(_agent), Add(_visitor)];
        Assert.Equal(all, _senders.TakeAll());
        Assert.Equal(0, _senders.Count);
        _senders.Serve(_ => throw new InvalidOperationException("Nobody is left."));
    }

    private BlockedSender Add(ParticipantAudio track)
    {
        var sender = new BlockedSender(track, new byte[10], whole: null, customId: null);
        _senders.Add(sender);
        return sender;
    }
}
