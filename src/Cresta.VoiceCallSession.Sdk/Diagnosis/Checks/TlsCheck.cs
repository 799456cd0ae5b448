using System.Globalization;
using System.Net.Security;
using Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;
using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Checks;

/// <summary>Whether TLS comes about: the certificate and its chain, the protocol, and what ALPN chose.</summary>
internal sealed class TlsCheck : ICheck
{
    private const int FewDays = 14;

    public string Name => CheckNames.Tls;

    public IReadOnlyList<string> RestsOn => [CheckNames.Proxy];

    public async Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (!context.IsTls)
        {
            return LoopbackAddress.Is(context.Endpoint)
                ? Finding.NotApplicable("the endpoint is plain http on this machine")
                : Finding.Warning("the endpoint is plain http: anybody on the network path can listen to the audio", "Use https.");
        }

        if (context.Connection is not { } connection)
        {
            return Finding.NotObserved();
        }

        await Task.WhenAny(connection.Secured, context.FirstAnswer).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (connection.Certificate is { Accepted: false } refused)
        {
            return Describe(Refusal(context, refused), refused, context);
        }

        if (!connection.Secured.IsCompleted)
        {
            // It tells what went wrong in the handshake.
            await context.FirstAnswer.ConfigureAwait(false);
            return Finding.NotApplicable("a handler of the application answered without a connection");
        }

        if (await connection.Secured.ConfigureAwait(false) is not { } session)
        {
            return Finding.Failed(
                "the connection is not encrypted, although the endpoint is https", "Check what the application's own handler does.");
        }

        var finding = Evaluate(context, session, connection.Certificate)
            .With("protocol", session.Protocol).With("alpn", session.ApplicationProtocol).With(
                "clientCertificate", session.ClientCertificate ?? "none");
        return Describe(finding, connection.Certificate, context);
    }

    private static Finding Evaluate(DiagnosisContext context, TlsSession session, ServerCertificate? certificate)
    {
        var text = $"{session.Protocol}, ALPN chose {(session.ApplicationProtocol.Length > 0 ? session.ApplicationProtocol : "nothing")}";
        if (certificate is null)
        {
            // Resumed from an earlier session, in which it was looked at.
            return Finding.Passed(text);
        }

        var left = certificate.Links[0].NotAfter - context.TimeProvider.GetUtcNow();
        text = string.Create(CultureInfo.InvariantCulture, $"{text}; certificate of {certificate.Links[0].Subject}, issued by "
            + $"{certificate.Links[0].Issuer}, good for {Math.Floor(left.TotalDays)} days");
        return certificate.Errors != SslPolicyErrors.None
            ? Finding.Warning($"{text}; the application accepts it in spite of {certificate.FaultNames}",
                "Make sure that the application's own validation accepts only this certificate.")
            : left < TimeSpan.FromDays(FewDays)
                ? Finding.Warning($"{text}, which is short", "Renew the server's certificate.")
                : Finding.Passed(text);
    }

    private static Finding Refusal(DiagnosisContext context, ServerCertificate certificate)
    {
        var (own, host) = (certificate.Links[0], context.Endpoint.IdnHost);
        var text = $"the server's certificate is rejected ({certificate.FaultNames}): {own.Subject}, issued by {own.Issuer}, good from "
            + $"{own.NotBefore:yyyy-MM-dd} to {own.NotAfter:yyyy-MM-dd}";
        if (certificate.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var names = string.Join(", ", certificate.Names);
            return Finding.Failed($"{text}, for {names}, not for {host}",
                $"Use the host name that the certificate is for ({names}) as endpoint, or give the server a certificate for {host}.");
        }

        var now = context.TimeProvider.GetUtcNow();
        if (certificate.Faults.Contains("NotTimeValid", StringComparer.Ordinal))
        {
            return Finding.Failed(
                text,
                now > own.NotBefore && now < own.NotAfter
                    ? "Renew the issuer's certificates: one of the chain has expired."
                    : $"Renew the server's certificate, or correct this machine's clock, which is at {now:yyyy-MM-dd}.");
        }

        return certificate.Errors == SslPolicyErrors.None
            ? Finding.Failed(
                text, "Check the application's own validation (SslOptions.RemoteCertificateValidationCallback).")
            : Finding.Failed(
                text, $"Configure this machine to trust the issuer ({certificate.Links[^1].Issuer}), or trust it by "
                    + $"CertificateChainPolicy in "
                    + $"Http.ConfigureHandler; if you do not know it, contact the network's operator: a middlebox may intercept TLS.");
    }

    private static Finding Describe(Finding finding, ServerCertificate? certificate, DiagnosisContext context)
    {
        if (certificate is not null)
        {
            var own = certificate.Links[0];
            finding.With("subject", own.Subject);
            finding.With("issuer", own.Issuer);
            finding.With("names", string.Join(", ", certificate.Names));
            finding.With("expires", own.NotAfter.ToString("O"));
            finding.With("expiresInDays",
                string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((own.NotAfter - context.TimeProvider.GetUtcNow()).TotalDays)}"));
            finding.With("chain", string.Join(" < ", certificate.Links.Select(static link => link.Subject)));
            finding.With("faults", certificate.FaultNames);
        }

        return finding;
    }
}
