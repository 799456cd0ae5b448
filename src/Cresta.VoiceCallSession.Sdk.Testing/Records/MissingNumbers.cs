namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>The numbers between the lowest and the highest seen that are still missing. Not thread-safe.</summary>
internal sealed class MissingNumbers
{
    // Sorted and disjoint. All that was seen is what lies in [_lowest, _highest] outside these.
    private readonly List<SequenceIdRange> _missing = [];
    private bool _any;
    private long _lowest;
    private long _highest;

    public SequenceIdPlace Add(long number)
    {
        if (!_any)
        {
            _any = true;
            _lowest = _highest = number;
            return SequenceIdPlace.Next;
        }

        if (number > _highest)
        {
            Insert(_missing.Count, _highest + 1, number - 1);
            _highest = number;
            return SequenceIdPlace.Next;
        }

        if (number < _lowest)
        {
            Insert(0, number + 1, _lowest - 1);
            _lowest = number;
            return SequenceIdPlace.OutOfOrder;
        }

        return Fill(number) ? SequenceIdPlace.OutOfOrder : SequenceIdPlace.Repeat;
    }

    public IReadOnlyList<SequenceIdRange> ToRanges() => [.. _missing];

    private void Insert(int index, long first, long last)
    {
        if (first <= last && _missing.Count < RecordLimits.Entries)
        {
            _missing.Insert(index, new SequenceIdRange(first, last));
        }
    }

    private bool Fill(long number)
    {
        var index = _missing.FindIndex(range => range.First <= number && number <= range.Last);
        if (index < 0)
        {
            return false;
        }

        var gap = _missing[index];
        _missing.RemoveAt(index);
        Insert(index, number + 1, gap.Last);
        Insert(index, gap.First, number - 1);
        return true;
    }
}
