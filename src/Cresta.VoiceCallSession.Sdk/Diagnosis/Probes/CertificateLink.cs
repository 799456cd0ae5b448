using System.Security.Cryptography.X509Certificates;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>One certificate of a chain.</summary>
internal sealed record CertificateLink(string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    public static CertificateLink Of(X509Certificate2 certificate) =>
        new(certificate.Subject, certificate.Issuer, new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
            new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
}
