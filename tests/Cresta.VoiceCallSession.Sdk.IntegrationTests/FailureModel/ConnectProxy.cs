using System.Net.Sockets;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>An HTTP proxy that knows CONNECT and nothing else.</summary>
internal sealed class ConnectProxy : TcpFront
{
    /// <summary>What a proxy answers to a client that it does not know.</summary>
    public const string Unknown = "HTTP/1.1 407 Proxy Authentication Required";

    private readonly List<Socket> _tunnels = [];

    public Uri Address => new($"http://{LocalEndPoint}");

    /// <summary>What it answers to CONNECT.</summary>
    public string StatusLine { get; set; } = "HTTP/1.1 200 Connection established";

    /// <summary>What a client has to say in <c>Proxy-Authorization</c>; anybody may pass if it is null.</summary>
    public string? Credentials { get; set; }

    public int Requests { get; private set; }

    /// <summary>Called with each request, before it is answered.</summary>
    public Action OnRequest { get; set; } = static () => { };

    /// <summary>As when tunnels have been idle for too long.</summary>
    public void CutTunnels()
    {
        lock (_tunnels)
        {
            _tunnels.ForEach(tunnel => tunnel.Dispose());
            _tunnels.Clear();
        }
    }

    protected override async Task ServeAsync(Socket socket)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        using var server = new TcpClient();
        try
        {
            var head = await ReadHeadAsync(client);
            var target = head.Split(' ')[1].Split(':');
            Requests++;
            OnRequest();
            var statusLine = IsKnown(head) ? StatusLine : Unknown;
            var established = statusLine.Contains(" 200 ", StringComparison.Ordinal);
            await client.WriteAsync(Encoding.ASCII.GetBytes(
                $"{statusLine}\r\n{(established ? "" : "Content-Length: 0\r\nConnection: close\r\nProxy-Authenticate: Basic realm=\"corporate\"\r\n")}\r\n"), Stopped);
            if (established)
            {
                await server.ConnectAsync(target[0], int.Parse(target[1]), Stopped);
                lock (_tunnels)
                {
                    _tunnels.Add(socket);
                }

                await await Task.WhenAny(client.CopyToAsync(server.GetStream(), Stopped), server.GetStream().CopyToAsync(client, Stopped));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, or the tunnel was cut.
        }
    }

    private bool IsKnown(string head) =>
        Credentials is null || head.Contains($"\r\nProxy-Authorization: Basic "
            + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials))}\r\n", StringComparison.OrdinalIgnoreCase);

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.ReadExactlyAsync(letter, Stopped);
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}
