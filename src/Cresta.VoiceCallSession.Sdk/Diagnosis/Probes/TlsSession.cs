using System.Net.Security;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What a TLS handshake has settled.</summary>
/// <param name="Protocol">For example <c>Tls13</c>.</param>
/// <param name="ApplicationProtocol">What ALPN chose, for example <c>h2</c>; empty for nothing.</param>
/// <param name="ClientCertificate">The subject of the certificate that the client showed; null for none.</param>
internal sealed record TlsSession(string Protocol, string ApplicationProtocol, string? ClientCertificate)
{
    public static TlsSession Of(SslStream stream) =>
        new(stream.SslProtocol.ToString(), stream.NegotiatedApplicationProtocol.ToString(), stream.LocalCertificate?.Subject);
}
