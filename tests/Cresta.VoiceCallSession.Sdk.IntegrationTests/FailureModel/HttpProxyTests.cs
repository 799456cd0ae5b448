using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>An HTTP proxy on the way: one that refuses is named, and a tunnel that it cuts is dug again.</summary>
public sealed class HttpProxyTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task N5_A_proxy_that_wants_credentials_ends_the_matter_at_once_and_is_named(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy { StatusLine = ConnectProxy.Unknown };
        var failure = await FailAsync(transport, proxy);
        Assert.Contains("407", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N5_A_proxy_that_refuses_the_tunnel_ends_the_matter_at_once_and_is_named(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy { StatusLine = "HTTP/1.1 403 Forbidden" };
        var failure = await FailAsync(transport, proxy);
        Assert.Contains("403", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N5_A_tunnel_that_the_proxy_cuts_is_dug_again(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy();
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true, KeepAudio = true });
        await using var client = Connect(transport, proxy, server);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.BeginAsync();
        proxy.CutTunnels();
        await session.SpeakAsync(1, 20);
        await session.HearAsync();

        var report = await session.EndWholeAsync(server, 21);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(2, proxy.Requests);
    }

    private static async Task<VoiceCallSessionException> FailAsync(VoiceCallSessionTransport transport, ConnectProxy proxy)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await using var client = Connect(transport, proxy, server);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog));
        Assert.Equal((StatusCode.Unavailable, false, 1), (failure.StatusCode, failure.IsTransient, failure.Attempts));
        Assert.Contains(proxy.Address.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Check the HTTP proxy's address and credentials", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Requests);
        return failure;
    }

    private static VoiceCallSessionClient Connect(VoiceCallSessionTransport transport, ConnectProxy proxy, FakeVoiceCallSessionServer server)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = server.Endpoint, Transport = transport, OpenConfirmationTimeout = CallRig.Confirmation };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Http.ConfigureHandler = handler =>
        {
            handler.Proxy = new WebProxy(proxy.Address);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == server.Certificate!.GetCertHashString();
        };
        return new VoiceCallSessionClient(options);
    }
}
