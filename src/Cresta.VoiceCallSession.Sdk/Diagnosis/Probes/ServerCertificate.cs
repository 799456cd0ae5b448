using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>
/// The certificate that a server showed, and what was thought of it. A copy: the certificates themselves go with the handshake.
/// </summary>
/// <param name="Links">The chain from the server's own certificate on, as far as it could be built.</param>
/// <param name="Names">The host names that the certificate is for.</param>
/// <param name="Errors">What is wrong with it, by the platform's own judgement.</param>
/// <param name="Faults">What is wrong with the chain, by name, for example <c>PartialChain</c>.</param>
/// <param name="Accepted">Whether it was taken all the same, or refused.</param>
internal sealed record ServerCertificate(
    IReadOnlyList<CertificateLink> Links, IReadOnlyList<string> Names, SslPolicyErrors Errors, IReadOnlyList<string> Faults, bool Accepted)
{
    /// <summary>Everything that is wrong, by name.</summary>
    public string FaultNames =>
        string.Join(
        ", ", (Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? ["NameMismatch"] : Array.Empty<string>()).Concat(Faults));

    public static ServerCertificate? Of(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, bool accepted)
    {
        if (certificate is not X509Certificate2 own)
        {
            return null;
        }

        var links = chain is { ChainElements.Count: > 0 }
            ? chain.ChainElements.Select(static element => CertificateLink.Of(element.Certificate)).ToList() : [CertificateLink.Of(own)];
        var faults = chain?.ChainStatus.Select(static status => status.Status.ToString()).Distinct(StringComparer.Ordinal).ToList() ?? [];
        return new ServerCertificate(links, NamesOf(own), errors, faults, accepted);
    }

    private static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension is X509SubjectAlternativeNameExtension names)
            {
                return [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(static address => address.ToString())];
            }
        }

        return [certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)];
    }
}
