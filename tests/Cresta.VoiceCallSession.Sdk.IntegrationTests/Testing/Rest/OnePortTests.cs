using System.Net;
using System.Net.Sockets;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest.RestServerTest;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>gRPC, REST over HTTP/2 and REST over HTTP/1.1 on one port.</summary>
public sealed class OnePortTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_port_speaks_grpc_and_rest_over_both_versions(bool useTls)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { UseTls = useTls }).Guarded();
        using var grpc = new RawClient(server);
        using var rest = new RestClient(server);

        using var stream = await grpc.OpenAnsweredAsync("grpc");
        var second = await rest.PostAsync(RestClient.Sessions, Config, HttpVersion.Version20);
        var first = await rest.PostAsync(RestClient.Sessions, Config, HttpVersion.Version11);
        await stream.CompleteAsync();

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (second.Status, second.Version));
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version11), (first.Status, first.Version));
        Assert.Equal(
            [(CallTransport.Grpc, HttpVersion.Version20), (
                CallTransport.Rest, HttpVersion.Version20), (CallTransport.Rest, HttpVersion.Version11)],
            server.Calls.Select(call => (call.Transport, call.HttpVersion)));
        Assert.Contains("\"transport\":\"Rest\",\"httpVersion\":\"1.1\"", server.Calls[2].ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http1_only_refuses_http2_and_takes_http1(bool useTls)
    {
        var options = new FakeVoiceCallSessionServerOptions { UseTls = useTls, Http1Only = true };
        await using var server = await FakeVoiceCallSessionServer.StartAsync(options).Guarded();
        using var rest = new RestClient(server);
        using var grpc = new RawClient(server);

        await Assert.ThrowsAsync<HttpRequestException>(() => rest.PostAsync(RestClient.Sessions, Config));
        Assert.Equal("{}", (await rest.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""", HttpVersion.Version11)).Body);
        using var stream = grpc.Open();
        await stream.ReadToFailureAsync();
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task A_gateway_alone_answers_grpc_with_404()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { ServesGrpc = false }).Guarded();
        using var grpc = new RawClient(server);
        using var rest = new RestClient(server);
        using var stream = grpc.Open();

        Assert.Equal(StatusCode.Unimplemented, (await stream.ReadToFailureAsync()).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await rest.PostAsync(RestClient.Sessions, Config)).Status);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 Not Found\r\n")]
    [InlineData("PRI / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 Not Found\r\n")]
    public async Task The_version_is_told_by_the_first_bytes_however_slowly_they_come(string request, string start)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Endpoint.Port).Guarded();
        foreach (var character in request)
        {
            await socket.GetStream().WriteAsync(new[] { (byte)character });
        }

        var answer = new byte[start.Length];
        await socket.GetStream().ReadExactlyAsync(answer).AsTask().Guarded();

        Assert.Equal(start, Encoding.ASCII.GetString(answer));
    }

    [Fact]
    public async Task A_graceful_stop_does_not_wait_for_a_connection_that_has_said_nothing()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Endpoint.Port).Guarded();
        await socket.GetStream().WriteAsync("PRI "u8.ToArray());
        using var rest = new RestClient(server);
        await rest.PostAsync(RestClient.Sessions, Config, HttpVersion.Version11);

        await server.StopAsync(abort: false).Guarded();

        Assert.Equal(0, server.OpenConnectionCount);
    }

    [Fact]
    public async Task A_missing_behaviour_is_refused_by_name()
    {
        var options = new FakeVoiceCallSessionServerOptions { Rest = null! };

        Assert.StartsWith("Rest", (await Assert.ThrowsAsync<ArgumentException>(
            () => FakeVoiceCallSessionServer.StartAsync(options))).Message, StringComparison.Ordinal);
    }
}
