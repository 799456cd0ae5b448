using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Audio envelopes of one call with their buffers, kept for reuse so that a media thread allocates nothing once the call is warm. Guarded
/// by the queue's lock.
/// </summary>
internal sealed class MessagePool(EnvelopePool shared)
{
    private const int MaxKept = 16;

    private readonly Stack<OutboundMessage> _kept = new(MaxKept);

    /// <summary>Envelopes that the call has of the client's. Zero when the call is over.</summary>
    public int Balance { get; private set; }

    public OutboundMessage Rent(int capacity)
    {
        if (_kept.TryPop(out var message))
        {
            if (message.Buffer.Length >= capacity)
            {
                return message;
            }

            GiveBack(message);
        }

        Balance++;
        return shared.Rent(capacity);
    }

    public void Return(OutboundMessage message)
    {
        if (message.Message is not null || message.Buffer.Length == 0)
        {
            // Not an envelope of ours: it holds a caller's message and goes to the garbage collector.
            return;
        }

        if (_kept.Count < MaxKept)
        {
            message.Clear();
            _kept.Push(message);
        }
        else
        {
            GiveBack(message);
        }
    }

    /// <summary>Gives every kept envelope back.</summary>
    public void Drain()
    {
        while (_kept.TryPop(out var message))
        {
            GiveBack(message);
        }
    }

    private void GiveBack(OutboundMessage message)
    {
        Balance--;
        shared.Return(message);
    }
}
