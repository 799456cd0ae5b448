using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// The entries that are still open, in ascending order of their numbers: a ring that grows. Guarded by the ledger's lock.
/// </summary>
internal sealed class OpenEntries
{
    private LedgerEntry[] _ring = [];
    private int _head;

    public int Count { get; private set; }

    public ref LedgerEntry this[int index] => ref _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>Those that are not settled, the configuration aside.</summary>
    public int CountUnacknowledged()
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            count += IsUnacknowledged(this[i]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The number of the first that is not settled, the configuration aside; null if there is none.</summary>
    public long? FirstUnacknowledged()
    {
        for (var i = 0; i < Count; i++)
        {
            if (IsUnacknowledged(this[i]))
            {
                return this[i].Number;
            }
        }

        return null;
    }

    public void Add(LedgerEntry entry)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        Count++;
        this[Count - 1] = entry;
    }

    public LedgerEntry RemoveFirst()
    {
        var first = this[0];
        this[0] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return first;
    }

    public void RemoveAt(int index)
    {
        for (var i = index; i > 0; i--)
        {
            this[i] = this[i - 1];
        }

        RemoveFirst();
    }

    /// <summary>Takes the place of what is here by what another has, which then must not be used any more.</summary>
    public void Take(OpenEntries other) => (_ring, _head, Count) = (other._ring, other._head, other.Count);

    /// <summary>Where the entry with this number is, or the complement of where it would be.</summary>
    public int IndexOf(long number)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var there = this[middle].Number;
            if (there == number)
            {
                return middle;
            }

            if (there < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private static bool IsUnacknowledged(in LedgerEntry entry) => !entry.Settled && entry.Kind != OutboundKind.Configuration;

    private void Grow()
    {
        // A power of two, so that wrapping is a mask.
        var larger = new LedgerEntry[Math.Max(16, _ring.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _ring = larger;
        _head = 0;
    }
}
