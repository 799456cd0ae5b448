using System.Net.Sockets;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>
/// Speaks HTTP/1.1 and refuses all it hears. It leaves hanging up to the client, so that the refusal is never lost with the connection, as
/// that of a server can be which closes on bytes that it has not read.
/// </summary>
/// <param name="losesRefusals">
/// It resets connections on which HTTP/2 is spoken instead, so that its refusal never arrives. Requests in HTTP/1.1 have 404.
/// </param>
internal sealed class Http1Front(bool losesRefusals = false) : TcpFront
{
    public Uri Endpoint => new($"http://{LocalEndPoint}");

    protected override async Task ServeAsync(Socket socket)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        var bytes = new byte[4096];
        try
        {
            var read = await client.ReadAtLeastAsync(bytes, minimumBytes: 4, throwOnEndOfStream: false, Stopped);
            var refused = bytes.AsSpan(0, read).StartsWith("PRI "u8);
            if (refused && losesRefusals)
            {
                socket.Close(timeout: 0);
                return;
            }

            var status = losesRefusals ? "404 Not Found" : "400 Bad Request";
            await client.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Stopped);
            while (await client.ReadAsync(bytes, Stopped) > 0)
            {
                // Whatever it is, it is not asked for.
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
    }
}
