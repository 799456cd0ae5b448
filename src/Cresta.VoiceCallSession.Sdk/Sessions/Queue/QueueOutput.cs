using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// The side of a call's queue that a stream takes from: the message that is being written, and what becomes of it and of those before it.
/// Guarded by the queue's lock.
/// </summary>
internal sealed class QueueOutput(WaitingMessages waiting, ReplayBuffer replay, MessagePool pool)
{
    // Invariant: the message between Take and OnWritten or OnNotWritten; it is in no list.
    private OutboundMessage? _writing;
    private bool _isClosed;

    /// <summary>Whether nothing waits to be written, and nothing is being written.</summary>
    public bool IsEmpty => waiting.First is null && _writing is null;

    /// <summary>The next message that may be written now, or null.</summary>
    public OutboundMessage? Take(out bool moreFollows)
    {
        _writing = waiting.TakeReady();
        moreFollows = waiting.HasReady;
        return _writing;
    }

    /// <summary>The message has been handed to the transport.</summary>
    public void OnWritten(OutboundMessage message, int tracks)
    {
        _writing = null;
        waiting.Leave(message);
        if (_isClosed || message.Settled || message.Withdrawn || !replay.Keeps(message))
        {
            Recycle(message);
        }
        else
        {
            replay.Add(message, tracks);
        }
    }

    /// <summary>The message could not be written, or only in part: it is the first to go when there is a stream again.</summary>
    public void OnNotWritten(OutboundMessage message)
    {
        _writing = null;
        if (_isClosed || message.Settled)
        {
            waiting.Leave(message);
            Recycle(message);
        }
        else if (message.Withdrawn)
        {
            waiting.DropRemoved(message, LossReason.Paused);
        }
        else
        {
            waiting.PutBack(message);
        }
    }

    /// <summary>The server answered: what it settled need not be kept.</summary>
    public void OnSettled(Settlement settlement)
    {
        replay.Settle(settlement);
        waiting.Settle(settlement);
        if (_writing is { } writing && settlement.Covers(writing.Number))
        {
            writing.Settled = true;
        }
    }

    /// <summary>
    /// No audio leaves from here on: neither what waits, nor what a broken stream would have had sent again. What is being written is on
    /// its way, once.
    /// </summary>
    public void WithdrawAudio()
    {
        waiting.DropAudio(LossReason.Paused);
        replay.EvictAudio();
        if (_writing is { Kind: OutboundKind.Audio } writing)
        {
            writing.Withdrawn = true;
        }
    }

    /// <summary>The call is over: what is left is dropped for this reason. The message that is being written still comes back.</summary>
    public void Close(LossReason reason)
    {
        _isClosed = true;
        waiting.DropAll(reason);
        replay.Clear();
    }

    private void Recycle(OutboundMessage message)
    {
        waiting.Recycle(message);
        if (_isClosed)
        {
            pool.Drain();
        }
    }
}
