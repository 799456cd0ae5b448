using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Speaks TLS as it is told, in front of a server that does so too.</summary>
internal sealed class TlsTerminator : TcpFront
{
    private readonly FakeVoiceCallSessionServer _server;

    public TlsTerminator(FakeVoiceCallSessionServer server, SslServerAuthenticationOptions options)
    {
        _server = server;
        Options = options;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
    }

    /// <summary>For the connections to come.</summary>
    public SslServerAuthenticationOptions Options { get; set; }

    /// <summary>By name: localhost.</summary>
    public Uri Endpoint => new($"https://localhost:{LocalEndPoint.Port}");

    /// <summary>Called with the number of each connection, from 1.</summary>
    public Action<int> OnAccepting { get; set; } = static _ => { };

    public int Connections { get; private set; }

    protected override async Task ServeAsync(Socket socket)
    {
        OnAccepting(++Connections);
        using var upstream = new TcpClient();
        await using var outside = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await outside.AuthenticateAsServerAsync(Options, Stopped);
            await upstream.ConnectAsync(_server.Endpoint.Host, _server.Endpoint.Port, Stopped);
            await using var inside = new SslStream(upstream.GetStream());
            await inside.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    ApplicationProtocols = Options.ApplicationProtocols,
                    RemoteCertificateValidationCallback = (_, given, _, _) =>
                        given?.GetCertHashString() == _server.Certificate!.GetCertHashString(),
                },
                Stopped);
            await await Task.WhenAny(outside.CopyToAsync(inside, Stopped), inside.CopyToAsync(outside, Stopped));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // The client refused us, we refused it, or one of the two is gone.
        }
    }
}
