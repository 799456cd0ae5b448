using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Restarts_on_the_same_port_and_keeps_records_and_scripts()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        var endpoint = server.Endpoint;
        server.ScriptFor("after", CallScript.Answering().WithConversationName("kept"));
        using var broken = await client.OpenAnsweredAsync("before");

        await server.StopAsync(abort: true).Guarded();
        await broken.ReadToFailureAsync();
        Assert.Equal(CallEnding.ServerStopped, (await server.WaitForCallAsync("before").Guarded()).Ending);
        using (var refused = client.Open())
        {
            Assert.Equal(StatusCode.Unavailable, (await refused.ReadToFailureAsync()).StatusCode);
        }

        await server.RestartAsync().Guarded();
        using var stream = client.Open(new CallOptions().WithWaitForReady());
        await stream.SendAsync(Config("after"));

        Assert.Equal("kept", Assert.Single(await stream.CompleteAsync()).ConversationName);
        Assert.Equal(endpoint, server.Endpoint);
        Assert.Equal((2, 2), (server.Calls.Count, server.ConnectionCount));
    }

    [Fact]
    public async Task A_restart_of_a_running_server_aborts_what_is_open()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        using var broken = await client.OpenAnsweredAsync("c");

        await server.RestartAsync().Guarded();

        await broken.ReadToFailureAsync();
        using var next = await client.OpenAnsweredAsync("next");
    }

    [Fact]
    public async Task A_graceful_stop_waits_for_open_streams()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        using var stream = await client.OpenAnsweredAsync("c");

        var stop = server.StopAsync(abort: false);
        await stream.SendAsync(AudioOf(Agent, 1), "2");
        Assert.NotNull(await stream.ReadAsync());
        Assert.False(stop.IsCompleted);
        await stream.CompleteAsync();

        await stop.Guarded();
        (await server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.OK);
        Assert.Equal(0, server.OpenConnectionCount);
    }

    [Fact]
    public async Task A_graceful_stop_becomes_an_abort_when_it_is_cancelled_or_the_server_disposed_of()
    {
        using var cancellation = new CancellationTokenSource();
        var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        using var stream = await client.OpenAnsweredAsync("c");
        var stop = server.StopAsync(abort: false, cancellation.Token);
        Assert.False(stop.IsCompleted);

        await cancellation.CancelAsync();
        await stop.Guarded();

        Assert.Equal(CallEnding.ServerStopped, (await server.WaitForCallAsync("c").Guarded()).Ending);
        await stream.ReadToFailureAsync();
        await server.RestartAsync().Guarded();
        using var second = await client.OpenAnsweredAsync("d");
        stop = server.StopAsync(abort: false);
        await server.DisposeAsync().AsTask().Guarded();
        await stop.Guarded();
    }

    [Fact]
    public async Task Dispose_does_not_hang_on_stuck_streams()
    {
        var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        server.ScriptNext(CallScript.Answering().StopReadingAfter(1));
        using var notRead = await client.OpenAnsweredAsync("not-read");
        server.ScriptNext(CallScript.Answering().NeverEnd());
        using var neverEnded = await client.OpenAnsweredAsync("never-ended");
        await neverEnded.HalfCloseAsync();
        server.ScriptNext(CallScript.Answering().DelayEachMessage(TimeSpan.FromHours(1)));
        using var slow = client.Open();
        await slow.SendAsync(Config("slow"));
        server.ScriptNext(CallScript.Answering().FloodResponses(int.MaxValue));
        using var flooded = client.Open();
        await flooded.SendAsync(Config("flooded"));
        await server.WaitForCallStartAsync("slow").Guarded();
        await server.WaitForCallStartAsync("flooded").Guarded();

        await server.DisposeAsync().AsTask().Guarded();
        await server.DisposeAsync().AsTask().Guarded();

        Assert.All(server.Calls, call => Assert.Equal(CallEnding.ServerStopped, call.Ending));
        Assert.Equal(4, server.Calls.Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.RestartAsync().Guarded());
        await server.StopAsync(abort: true).Guarded();
    }

    [Fact]
    public async Task Speaks_tls_with_a_certificate_that_a_client_can_pin()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { UseTls = true }).Guarded();
        using var client = new RawClient(server);
        server.ScriptNext(CallScript.Answering().AbortConnectionAfter(1));
        using var aborted = client.Open();

        // The abort may already meet the write.
        await Record.ExceptionAsync(() => aborted.SendAsync(Config("aborted")));
        await aborted.ReadToFailureAsync();
        using var stream = await client.OpenAnsweredAsync("c");

        Assert.Equal("https", server.Endpoint.Scheme);
        Assert.True(server.Certificate!.MatchesHostname("localhost") && server.Certificate.MatchesHostname("127.0.0.1"));
        Assert.Equal(2, server.ConnectionCount);
        await server.RestartAsync().Guarded();

        // By then the client knows that its connection is gone.
        await stream.ReadToFailureAsync();
        using var again = await client.OpenAnsweredAsync("again");
    }

    [Fact]
    public async Task A_client_that_does_not_know_the_certificate_is_refused()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(new FakeVoiceCallSessionServerOptions { UseTls = true })
            .Guarded();
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20 };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.Endpoint).Guarded());
    }

    [Fact]
    public async Task Takes_a_port_and_says_when_it_is_taken()
    {
        await using var first = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        var options = new FakeVoiceCallSessionServerOptions { Port = first.Endpoint.Port };

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => FakeVoiceCallSessionServer.StartAsync(options).Guarded());

        Assert.Contains($"{first.Endpoint.Port}", failure.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await using var second = await FakeVoiceCallSessionServer.StartAsync(options).Guarded();
        Assert.Equal(first.Endpoint, second.Endpoint);
    }

    [Fact]
    public async Task Impossible_options_are_refused_by_name()
    {
        await Refused("Port", new() { Port = 65_536 });
        await Refused("MaxStreamsPerConnection", new() { MaxStreamsPerConnection = 0 });
        await Refused("InitialWindowBytes", new() { InitialWindowBytes = 1 });
        await Refused("ServiceName", new() { ServiceName = "a/b" });
        await Refused("ServiceName", new() { ServiceName = " " });
        await Refused("TimeProvider", new() { TimeProvider = null! });
        await Refused("Script", new() { Script = null! });

        static async Task Refused(string name, FakeVoiceCallSessionServerOptions options) => Assert.StartsWith(
            name, (await Assert.ThrowsAsync<ArgumentException>(
                nameof(options), () => FakeVoiceCallSessionServer.StartAsync(options))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_are_counted_until_the_clients_close_them()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        await server.WaitForDisconnectionAsync().Guarded();
        var client = new RawClient(server);
        using (var stream = await client.OpenAnsweredAsync("c"))
        {
            await stream.CompleteAsync();
        }

        var wait = server.WaitForDisconnectionAsync();
        Assert.Equal((1, 1), (server.ConnectionCount, server.OpenConnectionCount));
        Assert.False(wait.IsCompleted);
        client.Dispose();

        await wait.Guarded();
        Assert.Equal((1, 0), (server.ConnectionCount, server.OpenConnectionCount));
    }

    [Fact]
    public async Task A_socket_that_sends_garbage_harms_no_one()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Endpoint.Port).Guarded();
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        using var client = new RawClient(server);
        using var stream = await client.OpenAnsweredAsync("c");

        Assert.Single(server.Calls);
    }
}
