using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// The messages that wait to be written, in their order, and up to which of them may be. Invariants: numbers ascend; a message is in this
/// list, or being written, or in the replay buffer, or released. Guarded by the queue's lock.
/// </summary>
internal sealed class WaitingMessages(
    CallQueueSettings settings, DeliveryLedger ledger, QueueBudget budget, MessagePool pool, AsyncSignal work)
{
    private readonly OutboundList _list = new();

    public SequenceNumbers Numbers { get; } = new(ledger);

    public OutboundMessage? First => _list.First;

    /// <summary>Everything up to this number may be written.</summary>
    public long Ready { get; private set; }

    /// <summary>Whether there is a message that may be written now.</summary>
    public bool HasReady => _list.First is { } first && first.Number <= Ready;

    /// <summary>The longest that a message, ready to be written, waited for a stream to take it.</summary>
    public TimeSpan LongestWait { get; private set; }

    public void Append(OutboundMessage message, string? customId)
    {
        message.Identify(Numbers.Next(customId), customId);
        message.QueuedAt = settings.TimeProvider.GetTimestamp();
        _list.AddLast(message);
        if (message.Track is not null)
        {
            budget.AddMessage();
        }
    }

    /// <summary>The message is the first to go when there is a stream again.</summary>
    public void PutBack(OutboundMessage message) => _list.AddFirst(message);

    /// <summary>Takes the first message out, to be written.</summary>
    public OutboundMessage? TakeReady()
    {
        if (!HasReady)
        {
            return null;
        }

        var first = _list.First!;
        _list.Remove(first);
        var waited = settings.TimeProvider.GetElapsedTime(first.ReadyAt);
        if (!first.Sent && waited > LongestWait)
        {
            LongestWait = waited;
        }

        return first;
    }

    /// <summary>Everything up to this number may be written from now on.</summary>
    public void MarkReady(long number)
    {
        if (Ready >= number)
        {
            return;
        }

        var now = settings.TimeProvider.GetTimestamp();
        for (var message = _list.Last; message is not null && message.Number > Ready; message = message.Previous)
        {
            if (message.Number <= number)
            {
                message.ReadyAt = now;
            }
        }

        Ready = number;
        work.Set();
    }

    /// <summary>The first message that may not be written yet, or null.</summary>
    public OutboundMessage? FirstUnready()
    {
        var message = _list.First;
        while (message is not null && message.Number <= Ready)
        {
            message = message.Next;
        }

        return message;
    }

    /// <summary>The oldest audio: of this participant, or of any.</summary>
    public OutboundMessage? OldestAudio(ParticipantAudio? ofTrack) => _list.OldestAudio(ofTrack);

    /// <summary>Takes out what has been settled before it could be written again.</summary>
    public void Settle(Settlement settlement)
    {
        for (var message = _list.First; message is { Sent: true } && message.Number <= settlement.Number;)
        {
            var next = message.Next;
            if (settlement.Covers(message.Number))
            {
                _list.Remove(message);
                Release(message);
            }

            message = next;
        }
    }

    /// <summary>The numbers of the messages at the front that are to be written again.</summary>
    public IReadOnlyList<long> SentNumbers()
    {
        var numbers = new List<long>();
        for (var message = _list.First; message is { Sent: true }; message = message.Next)
        {
            numbers.Add(message.Number);
        }

        return numbers;
    }

    /// <summary>Gives everything up.</summary>
    public void DropAll(LossReason reason)
    {
        while (_list.First is { } message)
        {
            Drop(message, reason);
        }
    }

    /// <summary>Gives all audio up.</summary>
    public void DropAudio(LossReason reason)
    {
        while (_list.OldestAudio(ofTrack: null) is { } audio)
        {
            Drop(audio, reason);
        }
    }

    /// <summary>Gives a message up.</summary>
    public void Drop(OutboundMessage message, LossReason reason)
    {
        _list.Remove(message);
        DropRemoved(message, reason);
    }

    /// <summary>Gives a message up that is not in the list.</summary>
    public void DropRemoved(OutboundMessage message, LossReason reason)
    {
        if (message.Sent)
        {
            // Its stream broke, and it waited to be sent again: the server may have it.
            ledger.OnGivenUp(message.Number);
        }
        else
        {
            ledger.OnDropped(message.Number);
            message.Track?.Lose(reason, message.Position, message.Length);
        }

        Release(message);
    }

    /// <summary>A message that waited, or was being written, leaves the queue for good.</summary>
    public void Release(OutboundMessage message)
    {
        Leave(message);
        Recycle(message);
    }

    /// <summary>A message that waited, or was being written, waits no more.</summary>
    public void Leave(OutboundMessage message)
    {
        if (message.Track is { } track)
        {
            budget.Dequeue(track, message.Length);
            if (track.Open == message)
            {
                track.Open = null;
            }
        }
    }

    /// <summary>Nothing refers to the message any more.</summary>
    public void Recycle(OutboundMessage message)
    {
        budget.AddEvent(-message.EventBytes);
        if (message.Track is not null)
        {
            budget.RemoveMessage();
        }

        pool.Return(message);
    }
}
