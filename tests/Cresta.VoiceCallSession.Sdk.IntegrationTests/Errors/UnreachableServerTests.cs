using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Errors;

/// <summary>First-day failures: each says what is wrong and what to do, and nothing hangs or is tried in vain.</summary>
public sealed class UnreachableServerTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_port_where_nothing_listens_is_retried_and_named(VoiceCallSessionTransport transport)
    {
        var failure = await FailAsync(transport, new Uri($"http://127.0.0.1:{FreePort()}"));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.True(failure.IsTransient);
        Assert.Equal(3, failure.Attempts);
        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the port", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_name_that_does_not_resolve_is_named(VoiceCallSessionTransport transport)
    {
        var failure = await FailAsync(transport, new Uri("https://no-such-host.invalid"));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("no-such-host.invalid", failure.Message, StringComparison.Ordinal);
        Assert.Contains("DNS", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_certificate_that_is_not_trusted_ends_the_matter_at_once(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        var failure = await FailAsync(transport, server.Endpoint);
        Assert.False(failure.IsTransient);
        Assert.Equal(1, failure.Attempts);
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task TLS_to_a_port_that_speaks_none_ends_the_matter_at_once(VoiceCallSessionTransport transport)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var failure = await FailAsync(transport, new UriBuilder(server.Endpoint) { Scheme = "https" }.Uri);
        Assert.False(failure.IsTransient);
        Assert.Equal(1, failure.Attempts);
        Assert.Contains("TLS", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_without_HTTP_2_is_told_apart(VoiceCallSessionTransport transport)
    {
        await using var server = await WebServerAsync(HttpProtocols.Http1, StatusCodes.Status200OK);
        var failure = await FailAsync(transport, server);
        Assert.False(failure.IsTransient);

        // A refusal may be lost with the connection that the server closes on it; that is tried again, and the first that arrives ends
        // the matter.
        Assert.InRange(failure.Attempts, 1, 3);
        Assert.Contains("HTTP/2", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_refusal_of_HTTP_2_that_arrives_ends_the_matter_at_once(VoiceCallSessionTransport transport)
    {
        await using var old = new Http1Front();
        var failure = await FailAsync(transport, old.Endpoint);
        Assert.Equal((1, false), (failure.Attempts, failure.IsTransient));
        Assert.Contains("HTTP/2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, StatusCode.Unimplemented, 1)]
    [InlineData(401, StatusCode.Unauthenticated, 1)]
    [InlineData(403, StatusCode.PermissionDenied, 1)]
    [InlineData(503, StatusCode.Unavailable, 3)]
    [InlineData(200, StatusCode.Unknown, 1)]
    public async Task A_web_server_that_is_no_gRPC_server_is_told_apart_over_gRPC(int httpStatus, StatusCode expected, int attempts)
    {
        await using var server = await WebServerAsync(HttpProtocols.Http2, httpStatus);
        var failure = await FailAsync(VoiceCallSessionTransport.Grpc, server);
        Assert.Equal((expected, attempts), (failure.StatusCode, failure.Attempts));
        Assert.Contains($"HTTP {httpStatus}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not gRPC", failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_accepts_and_never_speaks_is_left_at_the_caller_s_deadline(VoiceCallSessionTransport transport)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var client = NewClient(transport, new Uri(
            $"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), o => o.OpenTimeout = TimeSpan.FromMilliseconds(300));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Contains("0.3 s", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<VoiceCallSessionException> FailAsync(VoiceCallSessionTransport transport, Uri endpoint)
    {
        await using var client = NewClient(transport, endpoint);
        return await Assert.ThrowsAsync<VoiceCallSessionException>(
            () => client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog));
    }

    private static async Task<VoiceCallSessionException> FailAsync(VoiceCallSessionTransport transport, WebApplication server) =>
        await FailAsync(transport, new Uri(server.Urls.Single()));

    private static VoiceCallSessionClient NewClient(
        VoiceCallSessionTransport transport, Uri endpoint, Action<VoiceCallSessionClientOptions>? configure = null)
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation,
            Retry = { MaxRetryAttempts = 2, BaseDelay = TimeSpan.FromMilliseconds(1) },
        };
        configure?.Invoke(options);
        return new VoiceCallSessionClient(options);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<WebApplication> WebServerAsync(HttpProtocols protocols, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>Nothing to see here</html>");
        });
        await app.StartAsync();
        return app;
    }
}
