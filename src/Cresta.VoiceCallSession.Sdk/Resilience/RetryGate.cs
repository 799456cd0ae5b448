namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>
/// What all calls of a client pass before they try again: so many a second, in the order in which they came, and none while the server has asked for patience.
/// </summary>
/// <param name="maxPerSecond">How many may pass in a second.</param>
/// <param name="longestClosed">
/// How long a server's request for patience can hold up calls that it was not made to. One that is to slow them must not outlast what they may wait in all.
/// </param>
/// <param name="timeProvider">The time.</param>
internal sealed class RetryGate(int maxPerSecond, TimeSpan longestClosed, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<long> _lastSecond = new();
    private readonly object _gate = new();
    private long _closedSince;
    private TimeSpan _closedFor;

    /// <summary>The server is overloaded and said for how long: that goes for all calls.</summary>
    public void CloseFor(TimeSpan delay)
    {
        delay = delay < longestClosed ? delay : longestClosed;
        lock (_gate)
        {
            if (delay > ClosedStill())
            {
                _closedSince = timeProvider.GetTimestamp();
                _closedFor = delay;
            }
        }
    }

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Wait() is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
            }

            _lastSecond.Enqueue(timeProvider.GetTimestamp());
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private TimeSpan Wait()
    {
        while (_lastSecond.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest) >= Second)
        {
            _lastSecond.Dequeue();
        }

        var forRoom = _lastSecond.Count < maxPerSecond ? TimeSpan.Zero : Second - timeProvider.GetElapsedTime(_lastSecond.Peek());
        lock (_gate)
        {
            var closed = ClosedStill();
            var wait = closed > forRoom ? closed : forRoom;

            // Timers tick in milliseconds; less would spin.
            return wait > TimeSpan.Zero && wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
        }
    }

    private TimeSpan ClosedStill() => _closedFor == TimeSpan.Zero ? TimeSpan.Zero : _closedFor - timeProvider.GetElapsedTime(_closedSince);
}
