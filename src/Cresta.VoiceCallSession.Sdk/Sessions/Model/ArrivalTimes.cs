namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>
/// When a participant's frames came, and so how fast the clock runs that they were captured by. Guarded by the queue's lock.
/// </summary>
internal struct ArrivalTimes
{
    /// <summary>Below it, a few ms of jitter would pass for drift.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>No clock is that wrong: the audio was not offered as it was spoken, or not all of it.</summary>
    private const double MostPpm = 1000;

    private long _first;
    private long _last;
    private long _firstBytes;

    public void Add(long timestamp, long bytes)
    {
        if (_firstBytes == 0)
        {
            (_first, _firstBytes) = (timestamp, bytes);
        }

        _last = timestamp;
    }

    /// <summary>
    /// By how much the frames' clock is fast (positive) or slow against ours, in parts per million; null where that cannot be told.
    /// </summary>
    /// <param name="shape">The audio's shape.</param>
    /// <param name="bytes">All audio that came.</param>
    /// <param name="timeProvider">Where the timestamps are from.</param>
    public readonly double? DriftPpm(AudioShape shape, long bytes, TimeProvider timeProvider)
    {
        // The first frame was captured before it came, the others between its coming and that of the last.
        var played = shape.SecondsIn(bytes - _firstBytes);
        var elapsed = timeProvider.GetElapsedTime(_first, _last);
        if (elapsed < Shortest)
        {
            return null;
        }

        var ppm = ((played / elapsed.TotalSeconds) - 1) * 1e6;
        return Math.Abs(ppm) <= MostPpm ? ppm : null;
    }
}
