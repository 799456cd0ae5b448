using System.Net.Security;
using System.Security.Authentication;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>TLS that cannot be trusted ends the matter at once, and says what is wrong with it.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly CertificateAuthority _authority = new();

    public static TheoryData<VoiceCallSessionTransport, string, string> BadCertificates()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string, string>();
        foreach (var transport in Transports.Both)
        {
            data.Add(transport, "unknown authority", "PartialChain");
            data.Add(transport, "wrong name", "RemoteCertificateNameMismatch");
            data.Add(transport, "expired", "NotTimeValid");
        }

        return data;
    }

    public void Dispose() => _authority.Dispose();

    [Theory, MemberData(nameof(BadCertificates))]
    public async Task N4_A_certificate_that_is_no_good_ends_the_matter_at_once_and_is_told_why(
        VoiceCallSessionTransport transport, string fault, string told)
    {
        using var another = new CertificateAuthority();
        using var certificate = fault switch
        {
            "unknown authority" => another.Issue("localhost"),
            "wrong name" => _authority.Issue("elsewhere.example"),
            _ => _authority.Issue("localhost", expired: true),
        };
        await using var rig = await CallRig.StartAsync(transport, configureServer: o => o.UseTls = true);
        await using var tls = new TlsTerminator(rig.Server, new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await using var client = Connect(transport, tls);

        AssertHopeless(await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawOpenAsync(client)), tls, told);
        Assert.Equal(1, tls.Connections);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N4_A_certificate_that_expires_during_the_call_is_an_outage_until_it_is_replaced(VoiceCallSessionTransport transport)
    {
        using var good = _authority.Issue("localhost");
        using var expired = _authority.Issue("localhost", expired: true);
        await using var rig = await CallRig.StartAsync(transport, configureServer: o => o.UseTls = true);
        await using var tls = new TlsTerminator(rig.Server, new SslServerAuthenticationOptions { ServerCertificate = good });
        tls.OnAccepting = connection => tls.Options = new SslServerAuthenticationOptions
        {
            ServerCertificate = connection is 2 or 3 ? expired : good,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
        rig.Server.ScriptNext(CallScript.Answering().AbortConnectionAfter(6));
        await using var client = Connect(transport, tls);
        await using var session = await RawOpenAsync(client);
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);

        var report = await session.EndWholeAsync(rig.Server, 6);
        Assert.Equal((4, 4), (report.Attempts.Count, tls.Connections));
        Assert.All(report.Attempts.Skip(1).Take(2), a => Assert.Contains("NotTimeValid", a.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, SslProtocols.Tls12)]
    [InlineData(VoiceCallSessionTransport.Grpc, SslProtocols.Tls13)]
    [InlineData(VoiceCallSessionTransport.Rest, SslProtocols.Tls12)]
    [InlineData(VoiceCallSessionTransport.Rest, SslProtocols.Tls13)]
    public async Task N4_A_client_certificate_that_is_missing_fails_the_opening_at_once_and_one_that_is_given_is_accepted(
        VoiceCallSessionTransport transport, SslProtocols protocol)
    {
        using var certificate = _authority.Issue("localhost");
        using var own = _authority.Issue("client.example");
        await using var rig = await CallRig.StartAsync(transport, configureServer: o => o.UseTls = true);
        await using var tls = new TlsTerminator(rig.Server, new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = protocol,
            RemoteCertificateValidationCallback = (_, given, _, _) => given?.Subject == own.Subject,
        });
        await using (var without = Connect(transport, tls))
        {
            var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => RawOpenAsync(without));
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
            Assert.Equal(1, failure.Attempts);
            Assert.Contains("client certificate", failure.Message, StringComparison.Ordinal);
        }

        await using var with = Connect(transport, tls, handler => handler.SslOptions.ClientCertificates = [own]);
        await using var session = await RawOpenAsync(with);
        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    private static void AssertHopeless(VoiceCallSessionException failure, TlsTerminator tls, string told)
    {
        Assert.True((failure.StatusCode, failure.IsTransient, failure.Attempts) == (StatusCode.Unavailable, false, 1), failure.ToString());
        Assert.True(failure.Message.Contains(told, StringComparison.Ordinal), failure.Message);
        Assert.Contains(tls.Endpoint.Authority, failure.Message, StringComparison.Ordinal);
    }

    private static Task<CallSession> RawOpenAsync(VoiceCallSessionClient client) =>
        client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);

    private VoiceCallSessionClient Connect(
        VoiceCallSessionTransport transport, TlsTerminator tls, Action<SocketsHttpHandler>? configure = null)
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = tls.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Http.ConfigureHandler = handler =>
        {
            _authority.TrustedBy(handler);
            configure?.Invoke(handler);
        };
        return new VoiceCallSessionClient(options);
    }
}
