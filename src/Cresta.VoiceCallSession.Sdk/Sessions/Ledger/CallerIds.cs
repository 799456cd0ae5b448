using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Sequence ids that callers chose and that are no numbers of ours, with the numbers they stand for. Guarded by the ledger's lock.</summary>
internal sealed class CallerIds
{
    private const int MaxKept = 4096;

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _ids = [];
    private readonly Queue<string> _oldest = new();

    public void Add(string id, long number)
    {
        if (!_numbers.TryAdd(id, number))
        {
            throw new ArgumentException($"Sequence id \"{id}\" is already in use in this call; give each message its own, or none to let the session number it.");
        }

        _ids[number] = id;
        _oldest.Enqueue(id);
        if (_oldest.Count > MaxKept)
        {
            _numbers.Remove(_oldest.Dequeue(), out var forgotten);
            _ids.Remove(forgotten);
        }
    }

    /// <summary>The id that a message travels under.</summary>
    public string IdOf(long number) => _ids.GetValueOrDefault(number) ?? number.ToString(CultureInfo.InvariantCulture);

    public bool TryGetNumber(string id, out long number) => _numbers.TryGetValue(id, out number);
}
