using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>Calls that fail end the sample with exit code 1, a line that names the problem, and one JSON object all the same.</summary>
public sealed class StreamWavFileFailureTests
{
    [Fact]
    public async Task A_port_that_nobody_listens_on()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var endpoint = $"http://{port.LocalEndpoint}";
        port.Stop();

        await AssertFailureAsync("Connection refused", "--endpoint", endpoint);
    }

    [Fact]
    public Task A_host_that_does_not_exist() => AssertFailureAsync("UNAVAILABLE", "--endpoint", "http://no-such-host.invalid");

    [Fact]
    public async Task A_certificate_that_is_not_trusted()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true });
        await AssertFailureAsync("certificate", "--endpoint", server.Endpoint.ToString());
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        await AssertFailureAsync("Check that the port supports TLS", "--endpoint", $"https://{server.Endpoint.Authority}");
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, "HTTP/2")]
    [InlineData(HttpProtocols.Http2, "not gRPC")]
    public async Task A_web_server(HttpProtocols protocols, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        await using var site = builder.Build();
        site.MapFallback(() => Results.Content("<p>Hello</p>", "text/html"));
        await site.StartAsync();

        await AssertFailureAsync(expected, "--endpoint", site.Urls.Single());
    }

    [Fact]
    public async Task A_call_that_is_refused()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { RequiredAuthorization = "ApiKey right" });
        using var process = SampleProcess.Start(["--endpoint", server.Endpoint.ToString(), "--speed", "0", "--json"], "wr0ng-s3cret");
        var result = AssertFailure("UNAUTHENTICATED", await process.WaitForExitAsync());

        Assert.DoesNotContain("wr0ng-s3cret", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--api-key-env", "CRESTA_API_KEY")]
    public async Task An_api_key_is_sent_when_it_is_given(params string[] option)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { RequiredAuthorization = "ApiKey right" });
        using var process = SampleProcess.Start(
            ["--endpoint", server.Endpoint.ToString(), "--speed", "0", "--json", .. option], apiKeyVariable: "right");

        (await process.WaitForExitAsync()).Expect(0).Json();
    }

    [Fact]
    public async Task A_call_that_fails_midway_is_reported()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Script = CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, afterMessages: 20);

        var result = await AssertFailureAsync("PERMISSION_DENIED", "--endpoint", server.Endpoint.ToString());
        Assert.NotEmpty(result.Json().GetProperty("participants").EnumerateArray());
    }

    [Fact]
    public async Task A_message_that_the_server_refuses_is_a_loss()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        server.Script = CallScript.Answering().FailMessage(10, StatusCode.InvalidArgument);
        var result = await SampleProcess.RunAsync("--endpoint", server.Endpoint.ToString(), "--speed", "0", "--json");

        Assert.Equal("Completed", result.Expect(1).Json().GetProperty("outcome").GetString());
        Assert.Contains("800 bytes RejectedByServer", result.Error, StringComparison.Ordinal);
    }

    private static async Task<SampleResult> AssertFailureAsync(string expected, params string[] arguments) =>
        AssertFailure(expected, await SampleProcess.RunAsync(["--speed", "0", "--json", .. arguments]));

    private static SampleResult AssertFailure(string expected, SampleResult result)
    {
        Assert.Equal("Failed", result.Expect(1).Json().GetProperty("outcome").GetString());
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        return result;
    }
}
