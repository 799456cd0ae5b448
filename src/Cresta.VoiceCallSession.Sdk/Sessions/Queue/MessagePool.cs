using System.Buffers;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Audio envelopes of one call with their buffers, kept for reuse so that a media thread allocates nothing once the call is warm.
/// Guarded by the queue's lock.
/// </summary>
internal sealed class MessagePool
{
    private const int MaxKept = 32;

    private readonly Stack<OutboundMessage> _kept = new(MaxKept);

    /// <summary>Buffers that are out of the shared pool. Zero when a call is over.</summary>
    public int Balance { get; private set; }

    public OutboundMessage Rent(int capacity)
    {
        if (!_kept.TryPop(out var message))
        {
            message = new OutboundMessage();
        }

        if (message.Buffer.Length < capacity)
        {
            GiveBack(message);
            message.Buffer = ArrayPool<byte>.Shared.Rent(capacity);
            Balance++;
        }

        return message;
    }

    public void Return(OutboundMessage message)
    {
        if (message.Message is not null || message.Buffer.Length == 0)
        {
            // Not an envelope of ours: it holds a caller's message and goes to the garbage collector.
            return;
        }

        message.Clear();
        if (_kept.Count < MaxKept)
        {
            _kept.Push(message);
        }
        else
        {
            GiveBack(message);
        }
    }

    /// <summary>Gives every kept buffer back. Audio is not left behind in memory that others will rent.</summary>
    public void Drain()
    {
        while (_kept.TryPop(out var message))
        {
            GiveBack(message);
        }
    }

    private void GiveBack(OutboundMessage message)
    {
        if (message.Buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(message.Buffer, clearArray: true);
            message.Buffer = [];
            Balance--;
        }
    }
}
