using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Diagnosis;

/// <summary>TLS that cannot be trusted, or does not come about.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly string[] Behind = ["http2", "service", "authorization", "duplex"];

    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory, ClassData(typeof(Transports))]
    public async Task An_unknown_authority_is_named(VoiceCallSessionTransport transport)
    {
        using var another = new CertificateAuthority();
        using var certificate = another.Issue("localhost");

        var check = (await DiagnoseAsync(transport, certificate)).ExpectFailure(
            "tls", "PartialChain", $"Configure this machine to trust the issuer ({another.Root.Subject})", Behind);
        Assert.Equal("PartialChain", check.Facts["faults"]);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_wrong_name_is_told_with_the_right_one(VoiceCallSessionTransport transport)
    {
        using var certificate = _authority.Issue("elsewhere.example");

        (await DiagnoseAsync(transport, certificate)).ExpectFailure(
            "tls", "for elsewhere.example, not for localhost", "Use the host name that the certificate is for (elsewhere.example)", Behind);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task An_expired_certificate_is_told_with_its_dates(VoiceCallSessionTransport transport)
    {
        using var certificate = _authority.Issue("localhost", expired: true);

        var check = (await DiagnoseAsync(transport, certificate)).ExpectFailure(
            "tls", "NotTimeValid", "Renew the server's certificate, or correct this machine's clock", Behind);
        Assert.InRange(int.Parse(check.Facts["expiresInDays"]), -370, -360);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_speaks_no_tls(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();

        var report = await DiagnosedClient.DiagnoseAsync(transport, new Uri($"https://{server.Endpoint.Authority}"));

        report.ExpectFailure("tls", "", "Check that the port supports TLS", Behind);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_client_certificate_that_is_missing_is_thought_of_and_one_that_is_given_is_told(VoiceCallSessionTransport transport)
    {
        using var certificate = _authority.Issue("localhost");
        using var own = _authority.Issue("client.example");
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await using var tls = new TlsTerminator(server, new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, given, _, _) => given?.Subject == own.Subject,
        });

        var without = await DiagnosedClient.DiagnoseAsync(transport, tls.Endpoint, o => o.Http.ConfigureHandler = _authority.TrustedBy);
        Assert.Equal("none", without.Expect("tls", DiagnosisStatus.Passed).Facts["clientCertificate"]);
        without.ExpectFailure("http2", "", "If the server requires a client certificate", "service", "duplex");

        var with = await DiagnosedClient.DiagnoseAsync(transport, tls.Endpoint, o => o.Http.ConfigureHandler = handler =>
        {
            _authority.TrustedBy(handler);
            handler.SslOptions.ClientCertificates = [own];
        });
        Assert.Equal("CN=client.example", with.Expect("tls", DiagnosisStatus.Passed).Facts["clientCertificate"]);
        Assert.Equal(DiagnosisStatus.Passed, with.Status);
    }

    [Fact]
    public async Task What_the_application_thinks_of_a_certificate_counts_and_is_not_changed()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        var shared = new SslClientAuthenticationOptions();
        RemoteCertificateValidationCallback validation = (_, _, _, _) => false;
        shared.RemoteCertificateValidationCallback = validation;

        var report = await DiagnosedClient.DiagnoseAsync(
            VoiceCallSessionTransport.Grpc, new Uri($"https://localhost:{server.Endpoint.Port}"), o =>
                o.Http.ConfigureHandler = h => h.SslOptions = shared);

        report.ExpectFailure("tls", "CN=localhost", "", Behind);
        Assert.Same(validation, shared.RemoteCertificateValidationCallback);
    }

    private async Task<DiagnosisReport> DiagnoseAsync(VoiceCallSessionTransport transport, X509Certificate2 certificate)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await using var tls = new TlsTerminator(server, new SslServerAuthenticationOptions { ServerCertificate = certificate });
        return await DiagnosedClient.DiagnoseAsync(transport, tls.Endpoint, o => o.Http.ConfigureHandler = _authority.TrustedBy);
    }
}
