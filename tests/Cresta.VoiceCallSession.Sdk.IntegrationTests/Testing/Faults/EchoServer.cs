using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>A TCP server that sends back what it gets, and then its own end; it counts and says how its connections ended.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Task<TcpEnd>> _connections = [];
    private readonly List<Socket> _sockets = [];
    private readonly SemaphoreSlim _accepted = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _received;

    public EchoServer()
    {
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public Uri Endpoint => new($"tcp://{_listener.LocalEndpoint}");

    public long Received => Interlocked.Read(ref _received);

    /// <summary>How the connections ended, in their order, once there have been so many. To be asked once.</summary>
    public async Task<TcpEnd[]> EndsAsync(int connections = 1)
    {
        for (var i = 0; i < connections; i++)
        {
            await _accepted.WaitAsync().Guarded();
        }

        Task<TcpEnd[]> all;
        lock (_connections)
        {
            all = Task.WhenAll(_connections);
        }

        return await all.Guarded();
    }

    /// <summary>Resets every connection.</summary>
    public void ResetAll()
    {
        lock (_connections)
        {
            _sockets.ForEach(socket => socket.Close(timeout: 0));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.Guarded();
        _listener.Dispose();
        await EndsAsync(connections: 0);
        _accepted.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_connections)
                {
                    _sockets.Add(socket);
                    _connections.Add(EchoAsync(socket));
                }

                _accepted.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<TcpEnd> EchoAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                Interlocked.Add(ref _received, count);
                await socket.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            socket.Shutdown(SocketShutdown.Send);
            return TcpEnd.Fin;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return TcpEnd.Reset;
        }
        catch (OperationCanceledException)
        {
            return TcpEnd.None;
        }
    }
}
