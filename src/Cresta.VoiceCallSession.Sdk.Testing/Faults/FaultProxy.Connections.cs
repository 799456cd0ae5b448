using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing.Faults;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>The connections: their record, and how to wait for them and cut them.</content>
public sealed partial class FaultProxy
{
    private readonly ProxyConnections _connections;

    /// <summary>Number of TCP connections accepted in all. Those that were refused are not known here.</summary>
    public int ConnectionCount => (int)_connections.Accepted.Value;

    /// <summary>Number of TCP connections that are open.</summary>
    public int OpenConnectionCount => _connections.OpenCount;

    /// <summary>
    /// When each connection was accepted, in order, by the proxy's clock: to count the attempts in a second, for example. A copy.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> ConnectionTimes => _connections.Times;

    /// <summary>What clients sent.</summary>
    public FaultProxyTraffic ToServer { get; } = new();

    /// <summary>What the server sent.</summary>
    public FaultProxyTraffic ToClient { get; } = new();

    /// <summary>Waits until so many connections have been accepted in all.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForConnectionsAsync(int count, CancellationToken cancellationToken = default) =>
        _connections.Accepted.WaitForAsync(count, cancellationToken);

    /// <summary>Waits until no connection is open.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForDisconnectionAsync(CancellationToken cancellationToken = default) =>
        _connections.WaitUntilNoneIsOpenAsync(cancellationToken);

    /// <summary>Resets every open connection: RST to the client and to the server.</summary>
    /// <returns>How many were open.</returns>
    public int CutAll() => _connections.CutAll();

    /// <summary>Resets one of the open connections; the seed says which.</summary>
    /// <returns>Whether one was open.</returns>
    public bool CutOne() => _connections.CutOne();

    /// <summary>Resets one connection.</summary>
    /// <param name="connection">Its number, from 0, in the order of <see cref="ConnectionTimes"/>.</param>
    /// <returns>Whether it was open.</returns>
    public bool Cut(int connection) => _connections.Cut(connection);

    private async Task AcceptAllAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Serve(await listener.AcceptAsync(_disposal.Token).ConfigureAwait(false));
            }
            catch (Exception exception) when (
                exception is SocketException or ObjectDisposedException or OperationCanceledException && IsOver(listener))
            {
                return;
            }
            catch (SocketException exception) when (
                exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
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

            var connection = new ProxyConnection(client, _connections.NextIndex, Seed, _clock, ToServer, ToClient);
            TakeToxics().ForEach(connection.Add);
            _connections.Add(connection, _clock.UtcNow);
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
            _connections.Remove(connection);
            connection.Dispose();
        }
    }
}
