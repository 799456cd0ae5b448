using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The socket of a connection, with TLS or without.</summary>
internal sealed class ConnectionTransport : IDisposable
{
    private readonly Socket _socket;

    public ConnectionTransport(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        Stream = new NetworkStream(socket, ownsSocket: true);
    }

    public Stream Stream { get; private set; }

    public async Task AuthenticateAsync(X509Certificate2 certificate)
    {
        var tls = new SslStream(Stream);
        Stream = tls;
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        }).ConfigureAwait(false);
    }

    /// <summary>RST.</summary>
    public void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is gone already.
        }

        _socket.Dispose();
    }

    /// <summary>FIN. What the client still sends can be read.</summary>
    public async Task FinishAsync()
    {
        if (Stream is SslStream tls)
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
        }

        _socket.Shutdown(SocketShutdown.Send);
    }

    public void Dispose() => Stream.Dispose();
}
