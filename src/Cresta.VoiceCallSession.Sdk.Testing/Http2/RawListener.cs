using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Accepts connections and serves each in a task of its own, until it is disposed of. Thread-safe.</summary>
internal sealed class RawListener : IAsyncDisposable
{
    private readonly RawServerState _server;
    private readonly X509Certificate2? _certificate;
    private readonly Lock _gate = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<ServerConnection, Task> _open = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _empty;
    private bool _disposed;

    /// <exception cref="SocketException">The port is taken.</exception>
    public RawListener(RawServerState server, int port, X509Certificate2? certificate)
    {
        _server = server;
        _certificate = certificate;
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _socket.Listen();
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _accepting = Task.Run(AcceptAllAsync);
    }

    public int Port { get; }

    /// <summary>Waits until no connection is open.</summary>
    public Task WaitUntilEmptyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_open.Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        KeyValuePair<ServerConnection, Task>[] open;
        lock (_gate)
        {
            _disposed = true;
            _socket.Dispose();
            open = [.. _open];
        }

        foreach (var (connection, _) in open)
        {
            connection.Kill();
        }

        await Task.WhenAll(open.Select(entry => entry.Value).Append(_accepting)).ConfigureAwait(false);
    }

    private async Task AcceptAllAsync()
    {
        while (true)
        {
            try
            {
                Serve(await _socket.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException && IsDisposed())
            {
                return;
            }
            catch (SocketException exception)
                when (exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The client had gone before it was let in.
            }
        }
    }

    private bool IsDisposed()
    {
        lock (_gate)
        {
            return _disposed;
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

            // The task needs the lock at its end, so it is in the table before it is taken out.
            var connection = _server.OpenConnection(new ConnectionTransport(client));
            _open.Add(connection, Task.Run(() => ServeAsync(connection)));
        }
    }

    private async Task ServeAsync(ServerConnection connection)
    {
        await connection.RunAsync(_certificate).ConfigureAwait(false);
        lock (_gate)
        {
            _open.Remove(connection);
            if (_open.Count == 0)
            {
                _empty?.TrySetResult();
                _empty = null;
            }
        }
    }
}
