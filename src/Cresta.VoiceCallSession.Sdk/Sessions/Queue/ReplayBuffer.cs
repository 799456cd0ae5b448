using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Messages that were written and not acknowledged, kept in order for a further stream to carry them again. They share the queue's bounds:
/// where room is short they are evicted for new audio, at once for a sender that cannot wait, after a second without an answer for one that
/// can. Invariant: what is in here has been handed to a transport. Guarded by the queue's lock.
/// </summary>
internal sealed class ReplayBuffer(CallQueueSettings settings, QueueBudget budget, WaitingMessages waiting, ITimer evictionTimer)
{
    private static readonly TimeSpan EvictionTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A server that has not acknowledged audio for so long does not acknowledge it.</summary>
    private static readonly TimeSpan SilentServer = TimeSpan.FromSeconds(30);

    /// <summary>What is kept of a server's audio that does not acknowledge it: an answer may still come.</summary>
    private static readonly TimeSpan KeptOfSilentServer = TimeSpan.FromSeconds(5);

    private readonly OutboundList _written = new();
    private bool _acknowledgesEvents;
    private bool _isSilent;

    /// <summary>Whether the buffer is evicted for a sender that could wait for answers.</summary>
    public bool IsEvictedForSenders { get; private set; }

    /// <summary>Whether audio that was written is sent again after a break.</summary>
    private bool ReplaysAudio =>
        settings.Replay == ReplayPolicy.Unacknowledged || (settings.Replay == ReplayPolicy.Adaptive && settings.Server.AcknowledgesAudio);

    /// <summary>Whether a message is to be kept once it is written.</summary>
    public bool Keeps(OutboundMessage message) => settings.Reconnects && message.Kind switch
    {
        OutboundKind.Audio => settings.Replay != ReplayPolicy.Unwritten,
        OutboundKind.Event => true,
        _ => false,
    };

    /// <summary>Keeps a message that has been written.</summary>
    public void Add(OutboundMessage message, int participants)
    {
        _written.AddLast(message);
        if (message.Track is { } track)
        {
            budget.Keep(track, message.Length);
        }

        if (!ReplaysAudio)
        {
            LimitSilent(participants);
        }
    }

    /// <summary>The server answered: what it settled need not be kept.</summary>
    public void Settle(Settlement settlement)
    {
        if (settlement.AnswersAudio)
        {
            settings.Server.OnAudioAcknowledged();
            _isSilent = false;
        }

        _acknowledgesEvents |= settlement.AnswersEvents;
        IsEvictedForSenders = false;
        for (var message = _written.First; message is not null && message.Number <= settlement.Number;)
        {
            var next = message.Next;
            if (settlement.Covers(message.Number))
            {
                Evict(message);
            }

            message = next;
        }
    }

    /// <summary>
    /// The stream broke: moves what is to be sent again to the front of the queue, in its old order, and forgets the rest.
    /// </summary>
    /// <param name="unread">Whether the server has certainly read nothing of the stream, so that nothing can come twice.</param>
    public void Rewind(bool unread)
    {
        var replaysAudio = ReplaysAudio || (unread && settings.Replay != ReplayPolicy.Unwritten);
        while (_written.Last is { } message)
        {
            if (message.Kind == OutboundKind.Audio && !replaysAudio)
            {
                Evict(message);
                continue;
            }

            Remove(message);
            waiting.PutBack(message);
            if (message.Track is { } track)
            {
                budget.Enqueue(track, message.Length);
            }
        }
    }

    /// <summary>
    /// Evicts audio until there is room for more of the participant. False, and nothing is evicted, if there would be no room even
    /// without a replay.
    /// </summary>
    public bool TryMakeRoom(ParticipantAudio track, long bytes)
    {
        if (!budget.HasRoomWithoutReplay(track, bytes))
        {
            return false;
        }

        while (!budget.HasRoom(track, bytes))
        {
            Evict(_written.OldestAudio(budget.IsTrackFull(track, bytes) ? track : null)!);
        }

        return true;
    }

    /// <summary>
    /// Evicts events until there is room for another, if the server acknowledges none: then they are kept for nothing but a break.
    /// </summary>
    public bool TryMakeRoomForEvent(long bytes)
    {
        while (!budget.HasRoomForEvent(bytes))
        {
            if (_acknowledgesEvents || OldestEvent() is not { } oldest)
            {
                return false;
            }

            Evict(oldest);
        }

        return true;
    }

    /// <summary>
    /// A sender is blocked that only an answer could make room for: it is given some time, but a server may have no answer to give before
    /// it has more.
    /// </summary>
    public void StartEvictionTimer()
    {
        if (budget.ReplayBytes > 0)
        {
            evictionTimer.Change(EvictionTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>No answer has come in time.</summary>
    public void OnEvictionTimeout() => IsEvictedForSenders = true;

    /// <summary>Forgets all audio.</summary>
    public void EvictAudio()
    {
        while (_written.OldestAudio(ofTrack: null) is { } audio)
        {
            Evict(audio);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        while (_written.First is { } message)
        {
            Evict(message);
        }
    }

    private void LimitSilent(int participants)
    {
        var oldest = _written.OldestAudio(ofTrack: null);
        _isSilent |= oldest is not null && settings.TimeProvider.GetElapsedTime(oldest.QueuedAt) > SilentServer;
        while (_isSilent && budget.ReplayBytes > settings.Shape.BytesIn(KeptOfSilentServer) * participants)
        {
            Evict(_written.OldestAudio(ofTrack: null)!);
        }
    }

    private OutboundMessage? OldestEvent()
    {
        var message = _written.First;
        while (message is not null && message.Kind != OutboundKind.Event)
        {
            message = message.Next;
        }

        return message;
    }

    private void Evict(OutboundMessage message)
    {
        Remove(message);
        waiting.Recycle(message);
    }

    private void Remove(OutboundMessage message)
    {
        _written.Remove(message);
        if (message.Track is { } track)
        {
            budget.Evict(track, message.Length);
        }
    }
}
