namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>
/// The events of a call for its report. Past a bound those in the middle are only counted, so that a call of days has a bounded report.
/// Guarded by the queue's lock.
/// </summary>
internal sealed class EventRecords
{
    private const int FirstKept = 200;
    private const int LastKept = 800;

    private readonly List<EventRecord> _kept = [];

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    public int Omitted => Count - _kept.Count;

    public EventRecord[] ToArray() => [.. _kept];

    public bool Contains(string type) => _kept.Exists(record => string.Equals(record.Type, type, StringComparison.Ordinal));

    public void Add(EventRecord record)
    {
        if (_kept.Count == FirstKept + LastKept)
        {
            _kept.RemoveAt(FirstKept);
        }

        Count++;
        _kept.Add(record);
    }
}
