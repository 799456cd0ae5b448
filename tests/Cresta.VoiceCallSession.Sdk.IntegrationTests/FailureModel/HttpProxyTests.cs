using System.Collections.Concurrent;
using System.Net;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;
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
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { UseTls = true, KeepAudio = true });
        await using var client = Connect(transport, proxy, server);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.BeginAsync();
        proxy.CutTunnels();
        await session.SendChunksAsync(1, 20);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(server, 21);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(2, proxy.Requests);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task N19_A_live_call_outlives_a_proxy_that_opens_no_tunnel_for_a_while(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy();
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions
        {
            UseTls = true,
            KeepAudio = true
        });
        await using var client = Connect(transport, proxy, server);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.BeginAsync();
        var refusals = new Queue<string>(["503 Service Unavailable", "429 Too Many Requests", "408 Request Timeout", "403 Forbidden",
            "407 Proxy Authentication Required"]);
        proxy.OnRequest = () => proxy.StatusLine = refusals.TryDequeue(out var refusal)
            ? $"HTTP/1.1 {refusal}" : "HTTP/1.1 200 Connection established";
        proxy.CutTunnels();
        await session.SendChunksAsync(1, 20);

        var report = await session.EndWholeAsync(server, 21);
        Assert.Equal(7, proxy.Requests);
        Assert.Equal("OK", report.Attempts[^1].Status);
        Assert.All(report.Attempts.Skip(1).SkipLast(1), a => Assert.DoesNotContain("speaks HTTP/2", a.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, "503 Service Unavailable")]
    [InlineData(VoiceCallSessionTransport.Grpc, "429 Too Many Requests")]
    [InlineData(VoiceCallSessionTransport.Grpc, "408 Request Timeout")]
    [InlineData(VoiceCallSessionTransport.Rest, "503 Service Unavailable")]
    [InlineData(VoiceCallSessionTransport.Rest, "429 Too Many Requests")]
    [InlineData(VoiceCallSessionTransport.Rest, "408 Request Timeout")]
    public async Task N19_A_first_opening_is_tried_again_if_the_proxy_opens_no_tunnel_for_a_while(
        VoiceCallSessionTransport transport, string refusal)
    {
        await using var proxy = new ConnectProxy();
        proxy.OnRequest = () => proxy.StatusLine = $"HTTP/1.1 {(proxy.Requests < 3 ? refusal : "200 Connection established")}";
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions
        {
            UseTls = true,
            KeepAudio = true
        });
        await using var client = Connect(transport, proxy, server);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        await session.BeginAsync();
        Assert.Equal(3, (await session.EndWholeAsync(server, 1)).Attempts.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A9_The_password_in_the_proxys_address_is_shown_nowhere(VoiceCallSessionTransport transport)
    {
        await using var proxy = new ConnectProxy();
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions
        {
            UseTls = true,
            KeepAudio = true
        });
        var told = new ConcurrentQueue<string>();
        using var factory = new ToldLog(told.Enqueue);
        await using var client = Connect(transport, proxy, server,
            o => (o.LoggerFactory, o.Reconnect.MaxOutage) = (factory, TimeSpan.FromSeconds(1)), "bridge:Hunter2-of-the-proxy@");
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        proxy.StatusLine = "HTTP/1.1 503 Service Unavailable";
        proxy.CutTunnels();
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        await using var another = Connect(
            transport, proxy, server, o => (o.LoggerFactory, o.Retry.MaxRetryAttempts) = (factory, 0), "bridge:Hunter2-of-the-proxy@");
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => another.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog));

        Assert.Contains("503", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Hunter2", $"{failure} {report.ToJson()} {report.Failure} {string.Join(' ', told)}", StringComparison.Ordinal);
    }

    private static async Task<VoiceCallSessionException> FailAsync(VoiceCallSessionTransport transport, ConnectProxy proxy)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await using var client = Connect(transport, proxy, server);
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog));
        Assert.Equal((StatusCode.Unavailable, false, 1), (failure.StatusCode, failure.IsTransient, failure.Attempts));
        Assert.Contains(proxy.Address.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Check the HTTP proxy's address and credentials", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Requests);
        return failure;
    }

    private static VoiceCallSessionClient Connect(
        VoiceCallSessionTransport transport, ConnectProxy proxy, FakeVoiceCallSessionServer server,
            Action<VoiceCallSessionClientOptions>? configure = null, string userInfo = "")
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = server.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Http.ConfigureHandler = handler =>
        {
            handler.Proxy = new WebProxy(new Uri($"http://{userInfo}{proxy.Address.Authority}"));
            handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _,
                _) => given?.GetCertHashString() == server.Certificate!.GetCertHashString();
        };
        configure?.Invoke(options);
        return new VoiceCallSessionClient(options);
    }
}
