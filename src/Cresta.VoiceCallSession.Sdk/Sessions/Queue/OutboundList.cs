using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// The messages that wait, in order. Links live in the messages themselves, so that adding, and dropping from the middle, costs no
/// allocation. Guarded by the queue's lock.
/// </summary>
internal sealed class OutboundList
{
    public OutboundMessage? First { get; private set; }

    public OutboundMessage? Last { get; private set; }

    /// <summary>The first message with audio: of this participant, or of any.</summary>
    public OutboundMessage? OldestAudio(ParticipantAudio? ofTrack)
    {
        var message = First;
        while (message is not null && (message.Track is null || (ofTrack is not null && message.Track != ofTrack)))
        {
            message = message.Next;
        }

        return message;
    }

    public void AddLast(OutboundMessage message)
    {
        message.Previous = Last;
        message.Next = null;
        if (Last is null)
        {
            First = message;
        }
        else
        {
            Last.Next = message;
        }

        Last = message;
    }

    public void AddFirst(OutboundMessage message)
    {
        message.Previous = null;
        message.Next = First;
        if (First is null)
        {
            Last = message;
        }
        else
        {
            First.Previous = message;
        }

        First = message;
    }

    public void Remove(OutboundMessage message)
    {
        if (message.Previous is { } previous)
        {
            previous.Next = message.Next;
        }
        else
        {
            First = message.Next;
        }

        if (message.Next is { } next)
        {
            next.Previous = message.Previous;
        }
        else
        {
            Last = message.Previous;
        }

        message.Previous = null;
        message.Next = null;
    }
}
