using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Envelopes of one size: about a megabyte of them, which is the longest backlog that one call has by default. When it is half empty, the
/// thread pool fills it again, so that media threads take and do not allocate. Thread-safe.
/// </summary>
internal sealed class EnvelopeReserve : IThreadPoolWorkItem
{
    private const int Bytes = 1024 * 1024;

    private readonly int _capacity;
    private readonly object _gate = new();
    private readonly OutboundMessage?[] _kept;
    private int _count;
    private bool _filling;

    /// <summary>A full reserve.</summary>
    public EnvelopeReserve(int capacity)
    {
        _capacity = capacity;
        _kept = new OutboundMessage?[Math.Clamp(Bytes / capacity, 16, 4096)];
        Execute();
    }

    public OutboundMessage Rent()
    {
        OutboundMessage? envelope = null;
        var fill = false;
        lock (_gate)
        {
            if (_count > 0)
            {
                envelope = _kept[--_count];
                _kept[_count] = null;
            }

            if (_count <= _kept.Length / 2 && !_filling)
            {
                fill = _filling = true;
            }
        }

        if (fill)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return envelope ?? Create();
    }

    public void Return(OutboundMessage envelope)
    {
        envelope.Clear();
        Array.Clear(envelope.Buffer);
        TryKeep(envelope);
    }

    /// <summary>Fills the reserve.</summary>
    public void Execute()
    {
        while (TryKeep(Create()))
        {
            // One more.
        }

        lock (_gate)
        {
            _filling = false;
        }
    }

    private bool TryKeep(OutboundMessage envelope)
    {
        lock (_gate)
        {
            if (_count == _kept.Length)
            {
                return false;
            }

            _kept[_count++] = envelope;
            return true;
        }
    }

    private OutboundMessage Create() => new() { Buffer = GC.AllocateUninitializedArray<byte>(_capacity) };
}
