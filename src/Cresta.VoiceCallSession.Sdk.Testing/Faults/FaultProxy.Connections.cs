using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>The connections: their record, and how to wait for them and cut them.</content>
public sealed partial class FaultProxy
{
    private readonly SortedDictionary<int, ProxyConnection> _open = [];
    private readonly List<DateTimeOffset> _connectionTimes = [];
    private readonly WatchedCounter _accepted = new();
    private readonly WatchedCounter _closed = new();
    private readonly Random _choice;

    /// <summary>Number of TCP connections accepted in all. Those that were refused are not known here.</summary>
    public int ConnectionCount => (int)_accepted.Value;

    /// <summary>Number of TCP connections that are open.</summary>
    public int OpenConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>When each connection was accepted, in order, by the proxy's clock: to count the attempts in a second, for example. A copy.</summary>
    public IReadOnlyList<DateTimeOffset> ConnectionTimes
    {
        get
        {
            lock (_gate)
            {
                return [.. _connectionTimes];
            }
        }
    }

    /// <summary>What clients sent.</summary>
    public FaultProxyTraffic ToServer { get; } = new();

    /// <summary>What the server sent.</summary>
    public FaultProxyTraffic ToClient { get; } = new();

    /// <summary>Waits until so many connections have been accepted in all.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForConnectionsAsync(int count, CancellationToken cancellationToken = default) => _accepted.WaitForAsync(count, cancellationToken);

    /// <summary>Waits until no connection is open.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public async Task WaitForDisconnectionAsync(CancellationToken cancellationToken = default)
    {
        while (OpenConnectionCount > 0)
        {
            await _closed.WaitForAsync(_accepted.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Resets every open connection: RST to the client and to the server.</summary>
    /// <returns>How many were open.</returns>
    public int CutAll()
    {
        ProxyConnection[] open;
        lock (_gate)
        {
            open = [.. _open.Values];
        }

        return open.Count(Cut);
    }

    /// <summary>Resets one of the open connections; the seed says which.</summary>
    /// <returns>Whether one was open.</returns>
    public bool CutOne()
    {
        ProxyConnection[] open;
        int chosen;
        lock (_gate)
        {
            open = [.. _open.Values];
            chosen = _choice.Next(Math.Max(open.Length, 1));
        }

        return open.Length > 0 && Cut(open[chosen]);
    }

    /// <summary>Resets one connection.</summary>
    /// <param name="connection">Its number, from 0, in the order of <see cref="ConnectionTimes"/>.</param>
    /// <returns>Whether it was open.</returns>
    public bool Cut(int connection)
    {
        ProxyConnection? open;
        lock (_gate)
        {
            _open.TryGetValue(connection, out open);
        }

        return open is not null && Cut(open);
    }

    private bool Cut(ProxyConnection connection)
    {
        var wasOpen = connection.Reset();
        Forget(connection);
        return wasOpen;
    }

    private void Forget(ProxyConnection connection)
    {
        lock (_gate)
        {
            if (!_open.Remove(connection.Index))
            {
                return;
            }
        }

        _closed.Add(1);
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Serve(await listener.AcceptAsync(_disposal.Token).ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException && IsOver(listener))
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The client had gone before it was let in.
            }
        }
    }

    private bool IsOver(Socket listener)
    {
        lock (_gate)
        {
            return _socket != listener || _disposed;
        }
    }

    private void Serve(Socket client)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                client.Dispose();
                return;
            }

            var connection = new ProxyConnection(client, _connectionTimes.Count, Seed, _clock, ToServer, ToClient);
            _connectionTimes.Add(_clock.UtcNow);
            _open.Add(connection.Index, connection);
            TakeToxics().ForEach(connection.Add);
            _accepted.Add(1);
            Track(() => ServeAsync(connection));
        }
    }

    private async Task ServeAsync(ProxyConnection connection)
    {
        try
        {
            await connection.RunAsync(_upstream).ConfigureAwait(false);
        }
        finally
        {
            Forget(connection);
            connection.Dispose();
        }
    }
}
