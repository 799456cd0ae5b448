using System.Numerics;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Audio envelopes with their buffers that all calls of a client share. Thread-safe.
/// </summary>
internal sealed class EnvelopePool
{
    private const int SmallestShift = 8;

    // 256 bytes to 128 KiB: a chunk has 64 KiB at most.
    private readonly EnvelopeReserve?[] _reserves = new EnvelopeReserve?[10];

    /// <summary>Makes the envelopes of a size at hand, so that no media thread has to.</summary>
    public void Prepare(int capacity) => ReserveFor(capacity);

    /// <summary>An envelope with room for so many bytes.</summary>
    public OutboundMessage Rent(int capacity) => ReserveFor(capacity).Rent();

    /// <summary>Takes an envelope back. Audio is not left behind in memory that others will use.</summary>
    public void Return(OutboundMessage envelope) => ReserveFor(envelope.Buffer.Length).Return(envelope);

    private EnvelopeReserve ReserveFor(int capacity)
    {
        var index = Math.Max(0, 32 - BitOperations.LeadingZeroCount((uint)Math.Max(1, capacity) - 1) - SmallestShift);
        return Volatile.Read(ref _reserves[index]) ?? Create(index);
    }

    private EnvelopeReserve Create(int index)
    {
        var created = new EnvelopeReserve(1 << (SmallestShift + index));
        return Interlocked.CompareExchange(ref _reserves[index], created, null) ?? created;
    }
}
