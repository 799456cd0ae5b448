using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>A client's connection and the one to the server that belongs to it.</summary>
internal sealed class ProxyConnection : IDisposable
{
    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationToken _untilClosed;
    private readonly DirectionPump _toServer;
    private readonly DirectionPump _toClient;
    private int _isClosed;

    public ProxyConnection(Socket client, int index, int seed, ProxyClock clock, FaultProxyTraffic toServer, FaultProxyTraffic toClient)
    {
        _client = client;
        _untilClosed = _closed.Token;
        Index = index;

        // Mixed, because neighbouring seeds give neighbouring sequences; the same in every process, unlike HashCode.
        var mixed = unchecked((int)(((uint)seed * 0x9E3779B1u) ^ ((uint)index * 0x85EBCA77u)));
        _toServer = new DirectionPump(this, FaultDirection.ToServer, client, _server, clock, toServer, mixed);
        _toClient = new DirectionPump(this, FaultDirection.ToClient, _server, client, clock, toClient, unchecked(mixed + 0x2545F491));
        _toServer.Opposite = _toClient;
        _toClient.Opposite = _toServer;
    }

    /// <summary>Its number among all connections, from 0.</summary>
    public int Index { get; }

    /// <summary>Runs until both directions have ended or the connection is closed from here.</summary>
    public async Task RunAsync(Uri upstream)
    {
        if (await ConnectAsync(upstream).ConfigureAwait(false))
        {
            await Task.WhenAll(_toServer.RunAsync(_untilClosed), _toClient.RunAsync(_untilClosed)).ConfigureAwait(false);
            Close();
        }
        else
        {
            Reset();
        }
    }

    public void Add(AddedToxic added)
    {
        _toServer.Add(added);
        _toClient.Add(added);
    }

    /// <summary>Takes toxics away; what has lost something in a black hole is reset.</summary>
    public void Remove(Func<AddedToxic, bool> removed)
    {
        if (_toServer.Remove(removed) | _toClient.Remove(removed))
        {
            Reset();
        }
    }

    /// <summary>RST to both sides.</summary>
    /// <returns>False when it was closed already.</returns>
    public bool Reset() => TryClose(static socket => socket.LingerState = new LingerOption(enable: true, seconds: 0));

    /// <summary>FIN to both sides.</summary>
    public void Close() => TryClose(static socket => socket.Shutdown(SocketShutdown.Both));

    public void Dispose() => Reset();

    private async Task<bool> ConnectAsync(Uri upstream)
    {
        try
        {
            await _server.ConnectAsync(upstream.IdnHost, upstream.Port, _untilClosed).ConfigureAwait(false);
            _server.NoDelay = _client.NoDelay = true;
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool TryClose(Action<Socket> prepare)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return false;
        }

        // First, so that those who wait on the sockets know why they fail.
        _closed.Cancel();
        foreach (var socket in (Socket[])[_client, _server])
        {
            try
            {
                prepare(socket);
            }
            catch (SocketException)
            {
                // Never connected, or the other end was quicker: there is nobody to tell.
            }

            socket.Dispose();
        }

        _closed.Dispose();
        return true;
    }
}
