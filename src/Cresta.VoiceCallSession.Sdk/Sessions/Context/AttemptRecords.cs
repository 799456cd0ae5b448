namespace Cresta.VoiceCallSession.Sdk.Sessions.Context;

/// <summary>
/// The attempts of a call for its report. Past a bound those in the middle are only counted, so that a call that reconnects for days has a
/// bounded report: how it began and how it ended is what is asked for.
/// </summary>
internal sealed class AttemptRecords
{
    private const int FirstKept = 100;
    private const int LastKept = 400;

    private readonly List<AttemptRecord> _kept = [];

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    public int Omitted => Count - _kept.Count;

    public IReadOnlyList<AttemptRecord> Kept => _kept;

    public AttemptRecord Add(AttemptCause cause, DateTimeOffset started)
    {
        if (_kept.Count == FirstKept + LastKept)
        {
            _kept.RemoveAt(FirstKept);
        }

        var record = new AttemptRecord(++Count, cause, started);
        _kept.Add(record);
        return record;
    }
}
