using Cresta.VoiceCallSession.Sdk.Testing.Faults;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>The toxics.</content>
public sealed partial class FaultProxy
{
    private readonly List<AddedToxic> _added = [];
    private readonly Queue<AddedToxic[]> _next = [];

    /// <summary>Adds toxics to the connections that are open and to all that come.</summary>
    /// <param name="toxics">The toxics, each for its <see cref="Toxic.Direction"/>.</param>
    /// <returns>Takes them away again when it is disposed of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="toxics"/> or one of them is null.</exception>
    public IDisposable Add(params Toxic[] toxics)
    {
        var added = Wrap(toxics);
        lock (_gate)
        {
            _added.AddRange(added);
            foreach (var connection in _connections.Open)
            {
                Array.ForEach(added, connection.Add);
            }
        }

        return new Removal(this, added);
    }

    /// <summary>Adds a toxic, for one direction, to the connections that are open and to all that come.</summary>
    /// <param name="toxic">The toxic.</param>
    /// <param name="direction">The direction, instead of the toxic's own.</param>
    /// <returns>Takes it away again when it is disposed of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="toxic"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="direction"/> is none.</exception>
    public IDisposable Add(Toxic toxic, FaultDirection direction)
    {
        ArgumentNullException.ThrowIfNull(toxic);
        return Add(toxic.In(direction));
    }

    /// <summary>
    /// Adds toxics to the next connection alone. Calls queue up: the second one is for the connection after the next. Without toxics, a
    /// connection is left out.
    /// </summary>
    /// <param name="toxics">The toxics, each for its <see cref="Toxic.Direction"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toxics"/> or one of them is null.</exception>
    public void AddToNext(params Toxic[] toxics)
    {
        var added = Wrap(toxics);
        lock (_gate)
        {
            _next.Enqueue(added);
        }
    }

    /// <summary>
    /// Takes all toxics away, also those for next connections. Connections that have lost something in a black hole are reset.
    /// </summary>
    public void Clear()
    {
        lock (_gate)
        {
            _added.Clear();
            _next.Clear();
        }

        Remove(static _ => true);
    }

    /// <summary>Makes the network whole: takes all toxics away (<see cref="Clear"/>) and accepts connections.</summary>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of.</exception>
    public void Heal()
    {
        Clear();
        AcceptConnections();
    }

    /// <summary>The same, for whoever comes last and may come too late.</summary>
    internal void HealUnlessDisposed()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            AcceptConnections();
        }

        Clear();
    }

    private static AddedToxic[] Wrap(Toxic[] toxics)
    {
        ArgumentNullException.ThrowIfNull(toxics);
        return Array.ConvertAll(toxics, toxic => new AddedToxic(
            toxic ?? throw new ArgumentNullException(nameof(toxics), "One of the toxics is null; leave it out.")));
    }

    private void Remove(Func<AddedToxic, bool> removed)
    {
        ProxyConnection[] open;
        lock (_gate)
        {
            _added.RemoveAll(added => removed(added));
            open = _connections.Open;
        }

        Array.ForEach(open, connection => connection.Remove(removed));
    }

    // Called with the lock.
    private List<AddedToxic> TakeToxics() => _next.TryDequeue(out var next) ? [.. _added, .. next] : [.. _added];

    private sealed class Removal(FaultProxy proxy, AddedToxic[] added) : IDisposable
    {
        public void Dispose() => proxy.Remove(added.Contains);
    }
}
