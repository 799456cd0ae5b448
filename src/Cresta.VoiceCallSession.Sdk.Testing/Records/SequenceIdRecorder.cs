using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>
/// Keeps the sequence ids of a stream in order. Consecutive numbers take one entry together, so that a well-behaved stream costs the same
/// whatever its length. Not thread-safe: the recorder of the call holds the lock.
/// </summary>
internal sealed class SequenceIdRecorder
{
    private readonly List<(string? Text, long First, long Last)> _entries = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly MissingNumbers _missing = new();
    private readonly List<string> _repeats = [];
    private readonly List<string> _outOfOrder = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> Repeats => [.. _repeats];

    public IReadOnlyList<string> OutOfOrder => [.. _outOfOrder];

    public IReadOnlyList<SequenceIdRange> Gaps => _missing.ToRanges();

    public void Add(string id)
    {
        if (id.Length == 0)
        {
            return;
        }

        Count++;
        if (!TryParse(id, out var number))
        {
            AddText(id);
            return;
        }

        Append(null, number);
        switch (_missing.Add(number))
        {
            case SequenceIdPlace.Repeat:
                AddBounded(_repeats, id);
                break;
            case SequenceIdPlace.OutOfOrder:
                AddBounded(_outOfOrder, id);
                break;
            case SequenceIdPlace.Next:
            default:
                break;
        }
    }

    public IReadOnlyList<string> ToList()
    {
        var ids = new List<string>((int)Math.Min(Count, RecordLimits.Entries));
        foreach (var (text, first, last) in _entries)
        {
            if (text is not null)
            {
                ids.Add(text);
                continue;
            }

            for (var offset = 0L; offset <= last - first && ids.Count < RecordLimits.Entries; offset++)
            {
                ids.Add((first + offset).ToString(CultureInfo.InvariantCulture));
            }
        }

        return ids;
    }

    // Only a number that prints as it came can be kept as a number.
    private static bool TryParse(string id, out long number) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (id[0] != '0' || id.Length == 1);

    private static void AddBounded(List<string> list, string id)
    {
        if (list.Count < RecordLimits.Entries)
        {
            list.Add(id);
        }
    }

    private void AddText(string id)
    {
        Append(id, 0);
        if (_texts.Contains(id))
        {
            AddBounded(_repeats, id);
        }
        else if (_texts.Count < RecordLimits.Entries)
        {
            _texts.Add(id);
        }
    }

    private void Append(string? text, long number)
    {
        if (text is null && _entries is [.., { Text: null } run] && run.Last == number - 1)
        {
            _entries[^1] = (null, run.First, number);
        }
        else if (_entries.Count < RecordLimits.Entries)
        {
            _entries.Add((text, number, number));
        }
    }
}
