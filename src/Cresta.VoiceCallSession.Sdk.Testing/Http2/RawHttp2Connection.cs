using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// A connection of a <see cref="RawHttp2Server"/>: what was seen on it, and a way to do something to it now. Thread-safe; every property is
/// a copy of that moment.
/// </summary>
public sealed class RawHttp2Connection
{
    private readonly Lock _gate = new();
    private readonly List<Http2GoAway> _goAways = [];
    private readonly SortedDictionary<int, long> _settings = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WatchedCounter _pings = new(typeof(RawHttp2Connection));
    private readonly Action<ImmutableArray<Http2Action>> _execute;
    private int _streams;
    private int _ignored;
    private Http2GoAway? _clientGoAway;

    internal RawHttp2Connection(int number, Action<ImmutableArray<Http2Action>> execute)
    {
        Number = number;
        _execute = execute;
    }

    /// <summary>Its number among all connections of the server, from 1, in the order in which they came.</summary>
    public int Number { get; }

    /// <summary>Whether the client's side is still there.</summary>
    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Number of streams that were served, in all.</summary>
    public int StreamCount => Volatile.Read(ref _streams);

    /// <summary>Number of streams that came too late after GOAWAY and were ignored.</summary>
    public int IgnoredStreamCount => Volatile.Read(ref _ignored);

    /// <summary>Number of PINGs received, answers not included.</summary>
    public int PingCount => (int)_pings.Value;

    /// <summary>The GOAWAY frames sent, in order.</summary>
    public IReadOnlyList<Http2GoAway> GoAways
    {
        get
        {
            lock (_gate)
            {
                return new ReadOnlyCollection<Http2GoAway>([.. _goAways]);
            }
        }
    }

    /// <summary>The last GOAWAY of the client; null when none came.</summary>
    public Http2GoAway? ClientGoAway
    {
        get
        {
            lock (_gate)
            {
                return _clientGoAway;
            }
        }
    }

    /// <summary>The client's settings by their numbers in RFC 9113, the last value of each; empty until they have come.</summary>
    public IReadOnlyDictionary<int, long> ClientSettings
    {
        get
        {
            lock (_gate)
            {
                return _settings.ToImmutableSortedDictionary();
            }
        }
    }

    /// <summary>Does something to the connection now, next to its plan. Does nothing to one that is closed.</summary>
    /// <param name="actions">What, in this order: actions on connections only.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actions"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">An action needs a stream.</exception>
    public void Execute(params Http2Action[] actions) => _execute(Http2Action.ForConnection(actions));

    /// <summary>Waits until so many PINGs have come.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The connection was closed before.</exception>
    public Task WaitForPingsAsync(int count, CancellationToken cancellationToken = default) =>
        _pings.WaitForAsync(count, cancellationToken);

    /// <summary>Waits until the connection is closed.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task WaitForCloseAsync(CancellationToken cancellationToken = default) => _closed.Task.WaitAsync(cancellationToken);

    internal void StreamServed() => Interlocked.Increment(ref _streams);

    internal void StreamIgnored() => Interlocked.Increment(ref _ignored);

    internal void Pinged() => _pings.Add(1);

    internal void Sent(Http2GoAway goAway)
    {
        lock (_gate)
        {
            _goAways.Add(goAway);
        }
    }

    internal void Received(Http2GoAway goAway)
    {
        lock (_gate)
        {
            _clientGoAway = goAway;
        }
    }

    internal void Received(int setting, uint value)
    {
        lock (_gate)
        {
            _settings[setting] = value;
        }
    }

    internal void Close()
    {
        _pings.Close();
        _closed.TrySetResult();
    }
}
