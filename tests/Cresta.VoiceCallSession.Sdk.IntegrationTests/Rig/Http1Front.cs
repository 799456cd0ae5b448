using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>
/// Speaks HTTP/1.1 and refuses all it hears. It leaves hanging up to the client, so that the refusal is never lost with the connection, as that of a server can be which
/// closes on bytes that it has not read.
/// </summary>
internal sealed class Http1Front : TcpFront
{
    public Uri Endpoint => new($"http://{LocalEndPoint}");

    protected override async Task ServeAsync(Socket socket)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        var bytes = new byte[4096];
        try
        {
            for (var heard = 0; await client.ReadAsync(bytes, Stopped) > 0; heard++)
            {
                if (heard == 0)
                {
                    await client.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Stopped);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
    }
}
