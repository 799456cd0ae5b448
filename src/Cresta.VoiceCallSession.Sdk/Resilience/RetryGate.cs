namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>
/// What all calls of a client pass before they try again: so many a second. Live calls go first, whatever else waits; of each lane it is
/// first come, first served. Every eighth turn goes to the least urgent that wait, so that nobody waits for ever. Thread-safe.
/// </summary>
internal sealed class RetryGate : IDisposable
{
    private const int FairTurn = 8;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly int _maxPerSecond;
    private readonly TimeProvider _timeProvider;
    private readonly LaneClosure[] _closures;
    private readonly LinkedList<TaskCompletionSource>[] _lanes = [.. Enum.GetValues<RetryLane>().Select(
        static _ => new LinkedList<TaskCompletionSource>())];
    private readonly Queue<long> _lastSecond = new();
    private readonly ITimer _timer;
    private int _turns;
    private bool _disposed;

    /// <param name="maxPerSecond">How many may pass in a second.</param>
    /// <param name="longestClosed">How long a server's request to wait may hold up operations other than the one that it answered.</param>
    /// <param name="timeProvider">The time.</param>
    public RetryGate(int maxPerSecond, TimeSpan longestClosed, TimeProvider timeProvider)
    {
        _maxPerSecond = maxPerSecond;
        _timeProvider = timeProvider;
        _closures = [.. _lanes.Select(_ => new LaneClosure(longestClosed, timeProvider))];
        _timer = timeProvider.CreateTimer(
            static gate => ((RetryGate)gate!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The server is overloaded and said for how long: the others of the lane are slowed by it, once.</summary>
    public void CloseFor(RetryLane lane, TimeSpan delay)
    {
        lock (_gate)
        {
            _closures[(int)lane].CloseFor(delay);
        }
    }

    /// <summary>Waits for a turn.</summary>
    public async Task EnterAsync(RetryLane lane, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _lanes[(int)lane].AddLast(turn);
            AdmitLocked();
        }

        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (gate, lane, turn) = ((RetryGate, RetryLane, TaskCompletionSource))state!;
                gate.Abandon(lane, turn, token);
            },
            (this, lane, turn));
        await using (registration.ConfigureAwait(false))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // Whoever still waits goes on, and finds the client disposed.
            _disposed = true;
            AdmitLocked();
        }

        _timer.Dispose();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            AdmitLocked();
        }
    }

    private void Abandon(RetryLane lane, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _lanes[(int)lane].Remove(turn);
        }

        turn.TrySetCanceled(cancellationToken);
    }

    private void AdmitLocked()
    {
        while (_lastSecond.TryPeek(out var oldest) && _timeProvider.GetElapsedTime(oldest) >= Second)
        {
            _lastSecond.Dequeue();
        }

        while (NextLaneLocked() is { } lane && (_disposed || _lastSecond.Count < _maxPerSecond))
        {
            _turns++;
            _lastSecond.Enqueue(_timeProvider.GetTimestamp());
            lane.First!.Value.TrySetResult();
            lane.RemoveFirst();
        }

        ArmLocked();
    }

    /// <summary>The lane whose turn it is, of those that are open and not empty; null if there is none.</summary>
    private LinkedList<TaskCompletionSource>? NextLaneLocked()
    {
        var isFairTurn = _turns % FairTurn == FairTurn - 1;
        LinkedList<TaskCompletionSource>? next = null;
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_lanes[i].Count > 0 && (_disposed || _closures[i].Left == TimeSpan.Zero) && (next is null || isFairTurn))
            {
                next = _lanes[i];
            }
        }

        return next;
    }

    /// <summary>Sets the timer to when the next turn is due, if anybody waits.</summary>
    private void ArmLocked()
    {
        var due = TimeSpan.MaxValue;
        var forRoom = _lastSecond.Count < _maxPerSecond ? TimeSpan.Zero : Second - _timeProvider.GetElapsedTime(_lastSecond.Peek());
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (_lanes[i].Count > 0)
            {
                var open = _closures[i].Left;
                var wait = open > forRoom ? open : forRoom;
                due = wait < due ? wait : due;
            }
        }

        if (due < TimeSpan.MaxValue && !_disposed)
        {
            // Timers tick in milliseconds; less would spin.
            _timer.Change(due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
