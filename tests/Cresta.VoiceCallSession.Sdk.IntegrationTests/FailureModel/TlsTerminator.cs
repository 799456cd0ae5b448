using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Speaks TLS as it is told, in front of a server that does so too.</summary>
internal sealed class TlsTerminator : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly FakeVoiceCallSessionServer _server;
    private readonly Task _accepting;

    public TlsTerminator(FakeVoiceCallSessionServer server, SslServerAuthenticationOptions options)
    {
        _server = server;
        Options = options;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    /// <summary>For the connections to come.</summary>
    public SslServerAuthenticationOptions Options { get; set; }

    /// <summary>By name: localhost.</summary>
    public Uri Endpoint => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Called with the number of each connection, from 1.</summary>
    public Action<int> OnAccepting { get; set; } = static _ => { };

    public int Connections { get; private set; }

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
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                OnAccepting(++Connections);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var upstream = new TcpClient();
        await using var outside = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await outside.AuthenticateAsServerAsync(Options, _stop.Token);
            await upstream.ConnectAsync(_server.Endpoint.Host, _server.Endpoint.Port, _stop.Token);
            await using var inside = new SslStream(upstream.GetStream());
            await inside.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    ApplicationProtocols = Options.ApplicationProtocols,
                    RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == _server.Certificate!.GetCertHashString(),
                },
                _stop.Token);
            await await Task.WhenAny(outside.CopyToAsync(inside, _stop.Token), inside.CopyToAsync(outside, _stop.Token));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // The client refused us, we refused it, or one of the two is gone.
        }
    }
}
