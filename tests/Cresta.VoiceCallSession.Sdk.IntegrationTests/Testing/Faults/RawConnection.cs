using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>A client's TCP connection through a proxy.</summary>
internal sealed class RawConnection : IDisposable
{
    private bool _wasReset;

    private RawConnection(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<RawConnection> OpenAsync(FaultProxy proxy)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy.Endpoint.Host, proxy.Endpoint.Port).Guarded();
            return new RawConnection(socket);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It was there, and was reset before that could be said. The socket has told it now, and forgotten.
            return new RawConnection(socket) { _wasReset = true };
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Socket.SendAsync(bytes).AsTask().Guarded()..];
        }
    }

    public void HalfClose() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next bytes, so many.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = await Socket.ReceiveAsync(bytes.AsMemory(at)).AsTask().Guarded();
            at += read > 0 ? read : throw new EndOfStreamException($"The connection ended after {at} of {count} bytes.");
        }

        return bytes;
    }

    /// <summary>All that still comes, and how it ended.</summary>
    public async Task<(byte[] Bytes, TcpEnd End)> ReadToEndAsync()
    {
        var bytes = new List<byte>();
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await Socket.ReceiveAsync(buffer.AsMemory()).AsTask().Guarded()) > 0)
            {
                bytes.AddRange(buffer.AsSpan(0, read));
            }

            return ([.. bytes], _wasReset ? TcpEnd.Reset : TcpEnd.Fin);
        }
        catch (SocketException)
        {
            return ([.. bytes], TcpEnd.Reset);
        }
    }

    public void Dispose() => Socket.Dispose();
}
