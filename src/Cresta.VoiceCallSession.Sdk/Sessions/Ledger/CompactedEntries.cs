using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// The oldest messages of a server that answers nothing, summed up so that an endless call has a bounded ledger. An answer to any later
/// message settles them all; until then they count as unacknowledged. Guarded by the ledger's lock.
/// </summary>
internal sealed class CompactedEntries
{
    private readonly Dictionary<ParticipantAudio, long> _bytes = [];
    private readonly List<EventRecord> _events = [];

    public int Count { get; private set; }

    public int EventCount => _events.Count;

    public long FirstNumber { get; private set; }

    public long LastNumber { get; private set; }

    public bool MayHold(long number) => Count > 0 && number <= LastNumber;

    public void Add(in LedgerEntry entry)
    {
        if (Count++ == 0)
        {
            FirstNumber = entry.Number;
        }

        LastNumber = entry.Number;
        if (entry.Track is { } track)
        {
            _bytes[track] = _bytes.GetValueOrDefault(track) + entry.Bytes;
        }

        if (entry.Event is { } record)
        {
            _events.Add(record);
        }
    }

    /// <summary>Books everything as acknowledged and returns how many messages that were.</summary>
    public int Acknowledge()
    {
        foreach (var (track, bytes) in _bytes)
        {
            track.AcknowledgedBytes += bytes;
        }

        foreach (var record in _events)
        {
            record.Acknowledged = true;
        }

        return Abandon();
    }

    /// <summary>Forgets everything as it is and returns how many messages that were.</summary>
    public int Abandon()
    {
        var count = Count;
        _bytes.Clear();
        _events.Clear();
        Count = 0;
        return count;
    }
}
