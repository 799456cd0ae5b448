using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Credentials;

/// <summary>
/// A clock that stands still until it is advanced, and tells which timers wait for it, so that a test knows when to advance it.
/// </summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _dueTimes = [];
    private readonly List<(Func<TimeSpan, bool> Predicate, TaskCompletionSource<TimeSpan> Source)> _waiters = [];

    /// <summary>Waits for a timer to be made that has not been waited for before.</summary>
    public Task<TimeSpan> WaitForTimerAsync(Func<TimeSpan, bool> predicate)
    {
        lock (_gate)
        {
            var index = _dueTimes.FindIndex(due => predicate(due));
            if (index >= 0)
            {
                var due = _dueTimes[index];
                _dueTimes.RemoveAt(index);
                return Task.FromResult(due);
            }

            var source = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((predicate, source));
            return source.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            var index = _waiters.FindIndex(waiter => waiter.Predicate(dueTime));
            if (index >= 0)
            {
                _waiters[index].Source.SetResult(dueTime);
                _waiters.RemoveAt(index);
            }
            else
            {
                _dueTimes.Add(dueTime);
            }
        }

        return timer;
    }
}
