using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Start and end of the server.</summary>
public sealed class ServerLifetimeTests
{
    [Fact]
    public async Task Disposal_resets_what_is_open_and_fails_what_waits()
    {
        var server = await RawHttp2Server.StartAsync();
        using var client = await FrameClient.OpenAsync(server);
        await client.OpenStreamAsync(1);
        var stream = (await server.WaitForStreamsAsync(1).Guarded())[0];
        var streams = server.WaitForStreamsAsync(2);
        var messages = stream.WaitForMessagesAsync(1);
        var pings = server.Connections[0].WaitForPingsAsync(1);

        await server.DisposeAsync().AsTask().Guarded();
        await server.DisposeAsync().AsTask().Guarded();

        Assert.Equal(TcpEnd.Reset, (await client.ReadToEndAsync()).End);
        Assert.Equal(RawHttp2StreamEnding.ConnectionClosedByServer, stream.Ending);
        Assert.False(server.Connections[0].IsOpen);
        await Assert.ThrowsAsync<InvalidOperationException>(() => messages.Guarded());
        Assert.Equal(nameof(RawHttp2Server), (await Assert.ThrowsAsync<ObjectDisposedException>(() => streams.Guarded())).ObjectName);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pings.Guarded());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.WaitForConnectionsAsync(2).Guarded());
        stream.Execute(Http2Action.EndStream());
        server.Connections[0].Execute(Http2Action.CloseConnection());
    }

    [Fact]
    public async Task Disposal_does_not_wait_for_clients_that_read_nothing()
    {
        var plan = Http2StreamPlan.Answering().WithHeader("x-long", new string('x', 1_000_000));
        var server = await RawHttp2Server.StartAsync(new RawHttp2ServerOptions { Streams = plan });
        using var client = await FrameClient.OpenAsync(server);
        for (var stream = 0; stream < 50; stream++)
        {
            await client.OpenStreamAsync((2 * stream) + 1);
        }

        await server.WaitForStreamsAsync(50).Guarded();
        await server.DisposeAsync().AsTask().Guarded();
        Assert.Equal(TcpEnd.Reset, (await client.ReadToEndAsync()).End);
    }

    [Fact]
    public async Task A_port_is_taken_once()
    {
        await using var server = await RawHttp2Server.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => RawHttp2Server.StartAsync(new RawHttp2ServerOptions { Port = server.Endpoint.Port }));
    }

    [Fact]
    public async Task A_handshake_that_fails_is_recorded()
    {
        await using var server = await RawHttp2Server.StartAsync(new RawHttp2ServerOptions { UseTls = true });
        using var client = await FrameClient.OpenAsync(server);
        await client.ReadToEndAsync();
        await server.WaitForDisconnectionAsync().Guarded();

        Assert.Contains("TLS", Assert.Single(server.ProtocolErrors).Message);
        Assert.Equal(Uri.UriSchemeHttps, server.Endpoint.Scheme);
    }

    [Fact]
    public async Task Options_that_cannot_be_used_are_rejected_by_name()
    {
        await RejectedAsync("Port", new() { Port = -1 });
        await RejectedAsync("TimeProvider", new() { TimeProvider = null! });
        await RejectedAsync("Streams", new() { Streams = null! });
        await RejectedAsync("Connections", new() { Connections = null! });
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RawHttp2Server.StartAsync(new RawHttp2ServerOptions(), cancelled));

        static async Task RejectedAsync(string name, RawHttp2ServerOptions options) =>
            Assert.Contains(name, (await Assert.ThrowsAsync<ArgumentException>(() => RawHttp2Server.StartAsync(options))).Message);
    }
}
