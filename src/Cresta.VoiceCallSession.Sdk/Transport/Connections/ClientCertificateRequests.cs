using System.Net.Security;
using System.Runtime.CompilerServices;

namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>
/// Notes on which TLS connections the server requested a client certificate while none is configured. With TLS 1.3, and with some servers
/// before it, the handshake succeeds nevertheless, and the server then closes the connection without a reason. Thread-safe.
/// </summary>
internal sealed class ClientCertificateRequests
{
    private readonly ConditionalWeakTable<SslStream, object> _requested = [];

    /// <summary>Observes the handshakes of a handler that has no client certificate. One that has is left as it is.</summary>
    public void Observe(SslClientAuthenticationOptions options)
    {
        if (options is
            {
                LocalCertificateSelectionCallback: null,
                ClientCertificateContext: null
            } && options.ClientCertificates is null or { Count: 0 })
        {
            options.LocalCertificateSelectionCallback = (sender, _, _, remoteCertificate, _) =>
            {
                // Asked before the handshake as well, when the server's certificate is not known.
                if (remoteCertificate is not null && sender is SslStream connection)
                {
                    _requested.AddOrUpdate(connection, connection);
                }

                return null!;
            };
        }
    }

    /// <summary>Whether the server requested a certificate that there is not.</summary>
    public bool IsUnmet(Stream connection) => connection is SslStream ssl && _requested.TryGetValue(ssl, out _);
}
