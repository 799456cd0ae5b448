using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// Sequence ids that callers chose, with the numbers they stand for, and the numbers that are the id of no message. Guarded by the ledger's
/// lock.
/// </summary>
internal sealed class CallerIds
{
    private const int MaxKept = 4096;

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _ids = [];
    private readonly Queue<string> _oldest = new();
    private readonly NumberRanges _noIds = new();

    public void Add(string id, long number)
    {
        if (!_numbers.TryAdd(id, number))
        {
            throw new ArgumentException($"Sequence id \"{id}\" is already in use in this call; give each message its own, or none to "
                + $"let the session number it.");
        }

        _noIds.Add(number);
        _ids[number] = id;
        _oldest.Enqueue(id);
        if (_oldest.Count > MaxKept)
        {
            _numbers.Remove(_oldest.Dequeue(), out var forgotten);
            _ids.Remove(forgotten);
        }
    }

    /// <summary>No message has, or will have, these numbers.</summary>
    public void Skip(long first, long last) => _noIds.Add(first, last);

    /// <summary>The id that a message travels under.</summary>
    public string IdOf(long number) => _ids.GetValueOrDefault(number) ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of the message with this id, if the id can be one of the call's.</summary>
    public bool TryGetNumber(string id, out long number) =>
        SequenceIds.IsNumber(id, out number) ? !_noIds.Contains(number) : _numbers.TryGetValue(id, out number);
}
