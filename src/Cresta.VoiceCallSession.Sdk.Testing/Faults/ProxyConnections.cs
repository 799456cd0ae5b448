using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>The connections of a proxy: which are open, and when each was accepted.</summary>
/// <param name="gate">The proxy's lock, which guards them.</param>
/// <param name="seed">Where the choice of a connection comes from.</param>
internal sealed class ProxyConnections(Lock gate, int seed)
{
    private readonly SortedDictionary<int, ProxyConnection> _open = [];
    private readonly List<DateTimeOffset> _times = [];
    private readonly Random _choice = new(seed);

    public WatchedCounter Accepted { get; } = new(typeof(FaultProxy));

    public WatchedCounter Closed { get; } = new(typeof(FaultProxy));

    public int OpenCount
    {
        get
        {
            lock (gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>When each was accepted. A copy.</summary>
    public IReadOnlyList<DateTimeOffset> Times
    {
        get
        {
            lock (gate)
            {
                return [.. _times];
            }
        }
    }

    /// <summary>Those that are open. A copy.</summary>
    public ProxyConnection[] Open
    {
        get
        {
            lock (gate)
            {
                return [.. _open.Values];
            }
        }
    }

    /// <summary>The number that the next connection gets.</summary>
    public int NextIndex => _times.Count;

    /// <summary>Adds an accepted connection. Called with the lock.</summary>
    public void Add(ProxyConnection connection, DateTimeOffset time)
    {
        _times.Add(time);
        _open.Add(connection.Index, connection);
        Accepted.Add(1);
    }

    public async Task WaitUntilNoneIsOpenAsync(CancellationToken cancellationToken)
    {
        while (OpenCount > 0)
        {
            await Closed.WaitForAsync(Accepted.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Resets every open connection and tells how many there were.</summary>
    public int CutAll() => Open.Count(Cut);

    /// <summary>Resets one of the open connections and tells whether there was one.</summary>
    public bool CutOne()
    {
        ProxyConnection[] open;
        int chosen;
        lock (gate)
        {
            open = [.. _open.Values];
            chosen = _choice.Next(Math.Max(open.Length, 1));
        }

        return open.Length > 0 && Cut(open[chosen]);
    }

    /// <summary>Resets one connection and tells whether it was open.</summary>
    public bool Cut(int index)
    {
        ProxyConnection? open;
        lock (gate)
        {
            _open.TryGetValue(index, out open);
        }

        return open is not null && Cut(open);
    }

    /// <summary>The connection is closed.</summary>
    public void Remove(ProxyConnection connection)
    {
        lock (gate)
        {
            if (!_open.Remove(connection.Index))
            {
                return;
            }
        }

        Closed.Add(1);
    }

    private bool Cut(ProxyConnection connection)
    {
        var wasOpen = connection.Reset();
        Remove(connection);
        return wasOpen;
    }
}
