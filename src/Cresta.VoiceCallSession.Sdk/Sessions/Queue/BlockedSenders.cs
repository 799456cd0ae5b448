using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Senders that wait for room: of each participant first come, first served. Guarded by the queue's lock.</summary>
internal sealed class BlockedSenders
{
    private readonly LinkedList<BlockedSender> _senders = [];

    public int Count => _senders.Count;

    public bool Contains(ParticipantAudio track)
    {
        foreach (var sender in _senders)
        {
            if (sender.Track == track)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(BlockedSender sender) => _senders.AddLast(sender);

    public bool Remove(BlockedSender sender) => _senders.Remove(sender);

    /// <summary>
    /// Removes those whose turn it is and that can be served. One that cannot holds up the others of its participant, and nobody else.
    /// </summary>
    /// <param name="tryServe">Serves a sender; true if it is not to wait any more.</param>
    public void Serve(Func<BlockedSender, bool> tryServe)
    {
        HashSet<ParticipantAudio>? held = null;
        for (var node = _senders.First; node is not null;)
        {
            var next = node.Next;
            if (held?.Contains(node.Value.Track) != true)
            {
                if (tryServe(node.Value))
                {
                    _senders.Remove(node);
                }
                else
                {
                    (held ??= []).Add(node.Value.Track);
                }
            }

            node = next;
        }
    }

    /// <summary>Takes all of them out.</summary>
    public IReadOnlyList<BlockedSender> TakeAll()
    {
        List<BlockedSender> all = [.. _senders];
        _senders.Clear();
        return all;
    }
}
