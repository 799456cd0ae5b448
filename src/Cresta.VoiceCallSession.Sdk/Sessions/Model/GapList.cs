namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>
/// Where in a participant's audio something is missing, or may be. Neighbours of one reason are one gap, and past a bound the last gap of a
/// reason swallows what comes, so that an endless call has a bounded list. Thread-safe.
/// </summary>
internal sealed class GapList
{
    private const int MaxKept = 512;

    private readonly object _gate = new();
    private readonly List<(LossReason Reason, long From, long To)> _gaps = [];

    public void Add(LossReason reason, long from, long bytes)
    {
        lock (_gate)
        {
            for (var i = _gaps.Count - 1; i >= 0; i--)
            {
                var gap = _gaps[i];
                if (gap.Reason == reason && (_gaps.Count >= MaxKept || (gap.From <= from + bytes && from <= gap.To)))
                {
                    _gaps[i] = (reason, Math.Min(gap.From, from), Math.Max(gap.To, from + bytes));
                    return;
                }

                if (_gaps.Count < MaxKept && i < _gaps.Count - 8)
                {
                    // A neighbour is never far back.
                    break;
                }
            }

            _gaps.Add((reason, from, from + bytes));
        }
    }

    public IReadOnlyList<(LossReason Reason, long From, long To)> ToList()
    {
        lock (_gate)
        {
            return [.. _gaps.OrderBy(gap => gap.From)];
        }
    }
}
