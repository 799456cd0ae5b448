using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>An address that swallows SYNs: a listener that accepts nobody and whose queue is full.</summary>
internal sealed class DeadAddress : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    private DeadAddress(IPAddress address, int port)
    {
        Address = address;
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(0);
    }

    public IPAddress Address { get; }

    /// <summary>127.0.0.9, at the port of a server on 127.0.0.1.</summary>
    public static async Task<DeadAddress> ListenAsync(int port)
    {
        var address = new DeadAddress(IPAddress.Parse("127.0.0.9"), port);
        while (await address.TryConnectAsync())
        {
            // Until the queue is full.
        }

        return address;
    }

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private async Task<bool> TryConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _queued.Add(socket);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        try
        {
            await socket.ConnectAsync(_listener.LocalEndPoint!, timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
