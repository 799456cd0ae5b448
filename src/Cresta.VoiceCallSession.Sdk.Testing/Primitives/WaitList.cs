namespace Cresta.VoiceCallSession.Sdk.Testing.Primitives;

/// <summary>Things that happened, in order, and those who wait for one of them. Thread-safe.</summary>
internal sealed class WaitList<T>(Type owner)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<Waiter> _waiters = [];
    private bool _closed;

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].TryComplete(item))
                {
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    public IReadOnlyList<T> ToList()
    {
        lock (_gate)
        {
            return [.. _items];
        }
    }

    /// <summary>The first item that matches, now or later.</summary>
    public Task<T> WaitAsync(Func<T, bool> predicate, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var waiter = new Waiter(predicate);
            foreach (var item in _items)
            {
                if (waiter.TryComplete(item))
                {
                    return waiter.WaitAsync(CancellationToken.None);
                }
            }

            ObjectDisposedException.ThrowIf(_closed, owner);
            _waiters.Add(waiter);
            return waiter.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The first items, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<T>> WaitForCountAsync(int count, CancellationToken cancellationToken)
    {
        if (count > 0)
        {
            var seen = 0;
            await WaitAsync(_ => ++seen >= count, cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            return _items.GetRange(0, count);
        }
    }

    /// <summary>The item at an index, as soon as it is there.</summary>
    public async Task<T> WaitForIndexAsync(int index, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (index < _items.Count)
            {
                return _items[index];
            }
        }

        var items = await WaitForCountAsync(index + 1, cancellationToken).ConfigureAwait(false);
        return items[index];
    }

    /// <summary>Nothing more will happen: whoever waits in vain is told so.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var waiter in _waiters)
            {
                waiter.Fail(new ObjectDisposedException(owner.Name, "The server was disposed of before what was waited for happened."));
            }

            _waiters.Clear();
        }
    }

    private sealed class Waiter(Func<T, bool> predicate)
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> WaitAsync(CancellationToken cancellationToken) => _source.Task.WaitAsync(cancellationToken);

        public void Fail(Exception exception) => _source.TrySetException(exception);

        public bool TryComplete(T item)
        {
            try
            {
                return predicate(item) && _source.TrySetResult(item);
            }
#pragma warning disable CA1031 // A predicate that throws is its owner's failure, not that of the stream that it was shown.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return _source.TrySetException(exception);
            }
        }
    }
}
