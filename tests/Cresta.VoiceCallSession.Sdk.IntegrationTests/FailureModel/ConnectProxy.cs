using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>An HTTP proxy that knows CONNECT and nothing else.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly List<Socket> _tunnels = [];
    private readonly Task _accepting;

    public ConnectProxy()
    {
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>What it answers to CONNECT.</summary>
    public string StatusLine { get; set; } = "HTTP/1.1 200 Connection established";

    public int Requests { get; private set; }

    /// <summary>As when tunnels have been idle for too long.</summary>
    public void CutTunnels()
    {
        lock (_tunnels)
        {
            _tunnels.ForEach(tunnel => tunnel.Dispose());
            _tunnels.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.WaitAsync(CallRig.Watchdog);
        await Task.WhenAll(_connections).WaitAsync(CallRig.Watchdog);
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        using var server = new TcpClient();
        try
        {
            var target = (await ReadHeadAsync(client)).Split(' ')[1].Split(':');
            Requests++;
            var established = StatusLine.Contains(" 200 ", StringComparison.Ordinal);
            await client.WriteAsync(Encoding.ASCII.GetBytes($"{StatusLine}\r\n{(established ? "" : "Content-Length: 0\r\nProxy-Authenticate: Basic realm=\"corporate\"\r\n")}\r\n"), _stop.Token);
            if (established)
            {
                await server.ConnectAsync(target[0], int.Parse(target[1]), _stop.Token);
                lock (_tunnels)
                {
                    _tunnels.Add(socket);
                }

                await await Task.WhenAny(client.CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(client, _stop.Token));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, or the tunnel was cut.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.ReadExactlyAsync(letter, _stop.Token);
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}
