namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Counts PINGs that come too soon, as gRPC servers do. Guarded by the connection's lock.</summary>
internal sealed class PingGuard(TimeProvider timeProvider, TimeSpan minInterval, int maxStrikes)
{
    private long? _last;
    private int _strikes;

    /// <summary>HEADERS or DATA were sent: the client has a reason to go on.</summary>
    public void Reset()
    {
        _last = null;
        _strikes = 0;
    }

    /// <summary>Takes note of a PING.</summary>
    /// <returns>Whether it is one strike too many.</returns>
    public bool IsOneTooMany()
    {
        var now = timeProvider.GetTimestamp();
        if (_last is { } last && timeProvider.GetElapsedTime(last, now) < minInterval)
        {
            _strikes++;
        }

        _last = now;
        return _strikes > maxStrikes;
    }
}
