namespace Cresta.VoiceCallSession.Sdk.Testing.Primitives;

/// <summary>Those who wait until a stream has brought some messages. Not thread-safe: the recorder of the call holds the lock.</summary>
internal sealed class MessageWaits
{
    private readonly List<(long Count, TaskCompletionSource Source)> _waits = [];

    public Task AddAsync(long count)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Add((count, source));
        return source.Task;
    }

    public void Reached(long count)
    {
        for (var i = _waits.Count - 1; i >= 0; i--)
        {
            if (_waits[i].Count <= count)
            {
                _waits[i].Source.TrySetResult();
                _waits.RemoveAt(i);
            }
        }
    }

    public void Ended(long count)
    {
        foreach (var (wanted, source) in _waits)
        {
            source.TrySetException(new InvalidOperationException($"The stream ended after {count} messages, before the {wanted} that "
                + $"were waited for."));
        }

        _waits.Clear();
    }
}
