using System.Globalization;

namespace StreamWavFile.View;

/// <summary>
/// The progress of the call, for a view. Thread-safe: the sender and the reader of responses write it, a view reads it.
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

    /// <summary>Adds a line to the log of network and stream incidents.</summary>
    public void AddIncident(string incident)
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

    /// <summary>Adds a frame that was sent. A frame that a hold dropped has no sequence id and is not counted.</summary>
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

    // The SDK's sequence ids are numbers, unless the application assigns its own.
    private static long Number(string sequenceId) => long.Parse(sequenceId, NumberStyles.None, CultureInfo.InvariantCulture);
}
