namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>
/// How long a lane of the retry gate is closed because a server asked one of its operations to wait. Closed once for a series of such
/// requests: a quota that stays exhausted must not keep the others from trying. Guarded by the gate's lock.
/// </summary>
internal sealed class LaneClosure(TimeSpan longest, TimeProvider timeProvider)
{
    private long _closedAt;
    private TimeSpan _closedFor;
    private long? _lastRequestAt;

    /// <summary>How long it stays closed.</summary>
    public TimeSpan Left =>
        _closedFor - timeProvider.GetElapsedTime(_closedAt) is { Ticks: > 0 } left && _closedFor > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void CloseFor(TimeSpan delay)
    {
        // The series is over once no request has come for as long as one can close the lane.
        var continues = _lastRequestAt is { } last && timeProvider.GetElapsedTime(last) < longest;
        _lastRequestAt = timeProvider.GetTimestamp();
        if (!continues)
        {
            _closedAt = timeProvider.GetTimestamp();
            _closedFor = delay < longest ? delay : longest;
        }
    }
}
