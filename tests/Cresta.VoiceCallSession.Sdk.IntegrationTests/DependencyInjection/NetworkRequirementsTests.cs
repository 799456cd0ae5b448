using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.DependencyInjection;

/// <summary>
/// What a company's network asks of a client, a certificate of its own and a name at the proxy, is given through the container.
/// </summary>
public sealed class NetworkRequirementsTests : IDisposable
{
    private const string ProxyUser = "svc-voice";
    private const string ProxyPassword = "proxy-canary";

    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory, ClassData(typeof(Transports))]
    public async Task A_client_certificate_is_shown(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport, o => o.UseTls = true);
        using var own = _authority.Issue("client.example");
        await using var tls = RequireCertificate(rig, own.Subject);
        rig.Services.AddVoiceCallSessionClient().UseSocketsHttpHandler((handler, _) =>
        {
            _authority.TrustedBy(handler);
            handler.SslOptions.ClientCertificates = [own];
        });
        await rig.StartAsync();

        await AssertServedAsync(rig);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Without_the_certificate_nothing_is_served(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport, o => o.UseTls = true);
        await using var tls = RequireCertificate(rig, "CN=client.example");
        rig["Retry:MaxRetryAttempts"] = "0";
        rig.Services.AddVoiceCallSessionClient().UseSocketsHttpHandler((handler, _) => _authority.TrustedBy(handler));
        await rig.StartAsync();

        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(0, rig.Server.ConnectionCount);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_proxy_that_wants_a_name_is_told_it(VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport, o => o.UseTls = true);
        using var own = _authority.Issue("client.example");
        await using var tls = RequireCertificate(rig, own.Subject);
        await using var proxy = new ConnectProxy { Credentials = $"{ProxyUser}:{ProxyPassword}" };
        rig.Services.AddVoiceCallSessionClient().UseSocketsHttpHandler((handler, _) =>
        {
            _authority.TrustedBy(handler);
            handler.SslOptions.ClientCertificates = [own];
            handler.Proxy = new WebProxy(proxy.Address) { Credentials = new NetworkCredential(ProxyUser, ProxyPassword) };
        });
        await rig.StartAsync();

        await AssertServedAsync(rig);
        Assert.Equal((2, 1), (proxy.Requests, tls.Connections));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_proxy_that_does_not_know_the_name_ends_the_matter_at_once_and_no_password_is_told(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await HostRig.CreateAsync(transport, o => o.UseTls = true);
        await using var tls = RequireCertificate(rig, "CN=client.example");
        await using var proxy = new ConnectProxy { Credentials = $"{ProxyUser}:another" };
        rig.Services.AddVoiceCallSessionClient().UseSocketsHttpHandler((handler, _) =>
            handler.Proxy = new WebProxy(proxy.Address) { Credentials = new NetworkCredential(ProxyUser, ProxyPassword) });
        await rig.StartAsync();

        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal((StatusCode.Unavailable, false, 0), (failure.StatusCode, failure.IsTransient, tls.Connections));
        Assert.Contains("407", failure.Message, StringComparison.Ordinal);
        Assert.Contains(proxy.Address.Authority, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ProxyPassword, failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertServedAsync(HostRig rig)
    {
        await using var call = await rig.OpenAsync();
        await call.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent).AsTask().Guarded();
        await rig.Client.ProcessSessionEventAsync(SessionEventBuilder.CallEnded("call-1").Build()).Guarded();
        var report = await call.EndCallAsync().Guarded();

        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(1600, (await rig.Server.WaitForCallAsync("call-1").Guarded()).TotalAudioBytes);
    }

    // TLS 1.2, in which the server looks at the certificate within the handshake.
    private TlsTerminator RequireCertificate(HostRig rig, string subject)
    {
        var tls = new TlsTerminator(rig.Server, new SslServerAuthenticationOptions
        {
            ServerCertificate = _authority.Issue("localhost"),
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12,
            RemoteCertificateValidationCallback = (_, given, _, _) => given?.Subject == subject,
        });
        rig["Endpoint"] = tls.Endpoint.ToString();
        return tls;
    }
}
