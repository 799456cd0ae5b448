using System.Net;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>Something that accepts connections on this machine until the test is over.</summary>
internal abstract class TcpFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    protected TcpFront()
    {
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    protected IPEndPoint LocalEndPoint => (IPEndPoint)_listener.LocalEndpoint;

    protected CancellationToken Stopped => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.WaitAsync(CallRig.Watchdog);
        _listener.Dispose();
        await Task.WhenAll(_connections).WaitAsync(CallRig.Watchdog);
        _stop.Dispose();
    }

    protected abstract Task ServeAsync(Socket socket);

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
}
