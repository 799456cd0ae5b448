namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>A set of numbers that mostly come in ascending runs, kept as runs.</summary>
internal sealed class NumberRanges
{
    private readonly List<(long First, long Last)> _runs = [];

    public void Add(long number)
    {
        var index = IndexOf(number);
        if (index >= 0)
        {
            return;
        }

        index = ~index;
        var joinsPrevious = index > 0 && _runs[index - 1].Last == number - 1;
        var joinsNext = index < _runs.Count && _runs[index].First == number + 1;
        switch (joinsPrevious, joinsNext)
        {
            case (true, true):
                _runs[index - 1] = (_runs[index - 1].First, _runs[index].Last);
                _runs.RemoveAt(index);
                break;
            case (true, false):
                _runs[index - 1] = (_runs[index - 1].First, number);
                break;
            case (false, true):
                _runs[index] = (number, _runs[index].Last);
                break;
            default:
                _runs.Insert(index, (number, number));
                break;
        }
    }

    /// <summary>Adds a run of numbers, all of them higher than any before.</summary>
    public void Add(long first, long last)
    {
        if (_runs.Count > 0 && _runs[^1].Last == first - 1)
        {
            _runs[^1] = (_runs[^1].First, last);
        }
        else
        {
            _runs.Add((first, last));
        }
    }

    public bool Contains(long number) => IndexOf(number) >= 0;

    /// <summary>The run that holds the number, or the complement of where it would go.</summary>
    private int IndexOf(long number)
    {
        int low = 0, high = _runs.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var (first, last) = _runs[middle];
            if (number < first)
            {
                high = middle - 1;
            }
            else if (number > last)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return ~low;
    }
}
