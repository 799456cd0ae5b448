namespace Cresta.VoiceCallSession.Sdk.Testing.Primitives;

/// <summary>A count that only grows, and those who wait until it is high enough. Thread-safe.</summary>
internal sealed class WatchedCounter(Type owner)
{
    private readonly Lock _gate = new();
    private readonly List<(long Wanted, TaskCompletionSource Source)> _waits = [];
    private long _value;
    private bool _closed;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long amount)
    {
        lock (_gate)
        {
            _value += amount;
            for (var i = _waits.Count - 1; i >= 0; i--)
            {
                if (_waits[i].Wanted <= _value)
                {
                    _waits[i].Source.TrySetResult();
                    _waits.RemoveAt(i);
                }
            }
        }
    }

    public Task WaitForAsync(long wanted, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_value >= wanted)
            {
                return Task.CompletedTask;
            }

            ObjectDisposedException.ThrowIf(_closed, owner);
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((wanted, source));
            return source.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>It grows no more: whoever waits in vain is told so.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var (_, source) in _waits)
            {
                source.TrySetException(
                    new ObjectDisposedException(owner.Name, "It was closed or disposed of before what was waited for happened."));

                // Whoever gave up waiting does not look at it any more.
                _ = source.Task.Exception;
            }

            _waits.Clear();
        }
    }
}
