using System.Globalization;

namespace StreamWavFile;

/// <summary>
/// Where the call is, for a view to show. Thread-safe: the sender and the reader of the answers write it, a view reads it.
/// </summary>
internal sealed class CallProgress(TimeProvider timeProvider, TimeSpan? duration, IEnumerable<string> parties)
{
    private const int IncidentsKept = 12;

    private readonly object _gate = new();
    private readonly long _start = timeProvider.GetTimestamp();
    private readonly Queue<string> _incidents = new();
    private readonly List<PartyProgress> _parties = [.. parties.Select(name => new PartyProgress(name))];
    private readonly Queue<long> _unacknowledgedEvents = new();
    private int _events;
    private TimeSpan? _roundTrip;
    private CallPhase _phase;

    /// <summary>Called when the call enters another phase.</summary>
    public Action<CallPhase>? OnPhase { get; set; }

    /// <summary>Called with each incident.</summary>
    public Action<string>? OnIncident { get; set; }

    /// <summary>Something befell the call.</summary>
    public void Tell(string incident)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{timeProvider.GetElapsedTime(_start).TotalSeconds,7:0.00} s  {incident}");
        lock (_gate)
        {
            _incidents.Enqueue(line);
            if (_incidents.Count > IncidentsKept)
            {
                _incidents.Dequeue();
            }
        }

        OnIncident?.Invoke(line);
    }

    public void Enter(CallPhase phase)
    {
        lock (_gate)
        {
            _phase = phase;
        }

        OnPhase?.Invoke(phase);
    }

    public void AddEvent(string sequenceId)
    {
        lock (_gate)
        {
            _events++;
            _unacknowledgedEvents.Enqueue(Number(sequenceId));
        }
    }

    /// <summary>Takes a frame that was sent. One that a hold dropped has no sequence id and counts for nothing.</summary>
    public void AddFrame(int party, string sequenceId, TimeSpan duration)
    {
        if (sequenceId.Length > 0)
        {
            lock (_gate)
            {
                _parties[party].AddFrame(Number(sequenceId), duration, timeProvider.GetTimestamp());
            }
        }
    }

    public void Acknowledge(string sequenceId)
    {
        if (!long.TryParse(sequenceId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        lock (_gate)
        {
            foreach (var party in _parties)
            {
                if (party.Acknowledge(number) is { } sent)
                {
                    _roundTrip = timeProvider.GetElapsedTime(sent);
                }
            }

            while (_unacknowledgedEvents.TryPeek(out var first) && first <= number)
            {
                _unacknowledgedEvents.Dequeue();
            }
        }
    }

    public CallSnapshot Snapshot()
    {
        lock (_gate)
        {
            var snapshots = _parties.Select(party => new PartySnapshot(party.Name, party.Sent, party.Acknowledged));
            return new CallSnapshot(
                _phase, duration, [.. snapshots], _events, _events - _unacknowledgedEvents.Count, _roundTrip, [.. _incidents]);
        }
    }

    // The SDK gives numbers as ids, unless the caller brings his own.
    private static long Number(string sequenceId) => long.Parse(sequenceId, NumberStyles.None, CultureInfo.InvariantCulture);
}
