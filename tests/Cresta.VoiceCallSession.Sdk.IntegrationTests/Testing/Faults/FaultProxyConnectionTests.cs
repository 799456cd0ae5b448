using System.Net;
using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>Connections through the proxy: that nothing is wrong where nothing is to be, and how they are cut and refused.</summary>
public sealed class FaultProxyConnectionTests : FaultProxyTest
{
    [Fact]
    public async Task Bytes_pass_unchanged_and_are_counted()
    {
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 3_000_000);
        await Proxy.ToClient.WaitForForwardedAsync(3_000_000).Guarded();
        Assert.Equal(
            (3_000_000, 3_000_000, 0), (Proxy.ToServer.ReceivedBytes, Proxy.ToServer.ForwardedBytes, Proxy.ToServer.SwallowedBytes));
        Assert.Equal(
            (3_000_000, 3_000_000, 0), (Proxy.ToClient.ReceivedBytes, Proxy.ToClient.ForwardedBytes, Proxy.ToClient.SwallowedBytes));
    }

    [Fact]
    public async Task A_half_close_keeps_the_other_direction_alive()
    {
        using var connection = await OpenAsync();
        var sent = CallRig.Ramp(500_000);
        var reading = connection.ReadToEndAsync();
        await connection.SendAsync(sent);
        connection.HalfClose();
        var (bytes, end) = await reading;
        Assert.Equal(TcpEnd.Fin, end);
        Assert.Equal(sent, bytes);
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task A_client_s_reset_reaches_the_server()
    {
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 10);
        connection.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        connection.Dispose();
        Assert.Equal([TcpEnd.Reset], await Echo.EndsAsync());
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task A_server_s_reset_reaches_the_client()
    {
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 10);
        Echo.ResetAll();
        Assert.Equal(TcpEnd.Reset, (await connection.ReadToEndAsync()).End);
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task Hundreds_of_connections_at_once_are_kept_apart_and_all_are_cut()
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => OpenAsync()));
        await Task.WhenAll(connections.Select(connection => ExchangeAsync(connection, 20_000)));
        Assert.Equal((300, 300), (Proxy.ConnectionCount, Proxy.OpenConnectionCount));

        Assert.Equal(300, Proxy.CutAll());

        Assert.Equal((300, 0), (Proxy.ConnectionCount, Proxy.OpenConnectionCount));
        Assert.All(
            await Task.WhenAll(connections.Select(connection => connection.ReadToEndAsync())), end => Assert.Equal(TcpEnd.Reset, end.End));
        Assert.All(await Echo.EndsAsync(300), end => Assert.Equal(TcpEnd.Reset, end));
        Assert.Equal(0, Proxy.CutAll());
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public async Task One_connection_is_cut_by_its_number()
    {
        using var first = await OpenAsync();
        await ExchangeAsync(first, 10);
        using var second = await OpenAsync();
        await ExchangeAsync(second, 10);
        Assert.True(Proxy.Cut(0));
        Assert.False(Proxy.Cut(0));
        Assert.False(Proxy.Cut(2));
        Assert.Equal(TcpEnd.Reset, (await first.ReadToEndAsync()).End);
        await ExchangeAsync(second, 10);
        Assert.True(Proxy.CutOne());
        Assert.False(Proxy.CutOne());
    }

    [Fact]
    public async Task Connections_are_refused_and_accepted_again_on_the_same_port()
    {
        using var open = await OpenAsync();
        await ExchangeAsync(open, 10);
        for (var i = 0; i < 20; i++)
        {
            Proxy.RefuseConnections();
            Assert.False(Proxy.AcceptsConnections);
            var refusal = await Assert.ThrowsAsync<SocketException>(OpenAsync);
            Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
            await ExchangeAsync(open, 10);

            Proxy.AcceptConnections();
            Assert.True(Proxy.AcceptsConnections);
            using var next = await OpenAsync();
            await ExchangeAsync(next, 10);
        }

        Assert.Equal(21, Proxy.ConnectionCount);
    }

    [Fact]
    public async Task A_proxy_may_start_by_refusing()
    {
        await using var proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = Echo.Endpoint, AcceptsConnections = false });
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(proxy));
        proxy.Heal();
        using var connection = await RawConnection.OpenAsync(proxy);
        await ExchangeAsync(connection, 10);
    }

    [Fact]
    public async Task A_server_that_is_not_there_resets_the_client()
    {
        using var unused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var proxy = await FaultProxy.StartAsync(new Uri($"http://{unused.LocalEndPoint}"));
        using var connection = await RawConnection.OpenAsync(proxy);
        Assert.Equal(TcpEnd.Reset, (await connection.ReadToEndAsync()).End);
        await proxy.WaitForDisconnectionAsync().Guarded();
        Assert.Equal(1, proxy.ConnectionCount);
    }

    [Fact]
    public async Task Connection_times_are_recorded_by_the_proxy_s_clock()
    {
        using var first = await OpenAsync();
        await Proxy.WaitForConnectionsAsync(1).Guarded();
        Time.Advance(TimeSpan.FromSeconds(5));
        using var second = await OpenAsync();
        await Proxy.WaitForConnectionsAsync(2).Guarded();
        Assert.Equal([Time.Start, Time.Start + TimeSpan.FromSeconds(5)], Proxy.ConnectionTimes);
    }

    [Fact]
    public async Task Disposal_ends_everything_whatever_is_on_its_way()
    {
        Proxy.Add(Toxic.Latency(TimeSpan.FromHours(1)), FaultDirection.ToClient);
        Proxy.AddToNext(Toxic.BlackHole());
        using var swallowed = await OpenAsync();
        await swallowed.SendAsync(CallRig.Ramp(10));
        Proxy.AddToNext(Toxic.Bandwidth(1));
        using var slow = await OpenAsync();
        await slow.SendAsync(CallRig.Ramp(1000));
        using var delayed = await OpenAsync();
        await delayed.SendAsync(CallRig.Ramp(10));
        await Proxy.ToClient.WaitForReceivedAsync(10).Guarded();
        var waiting = Proxy.ToClient.WaitForForwardedAsync(1);
        var cutting = Proxy.RunAsync(ConnectionCutSchedule.Every(TimeSpan.FromHours(1)));

        await Proxy.DisposeAsync().AsTask().Guarded();
        await Proxy.DisposeAsync().AsTask().Guarded();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Guarded());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cutting.Guarded());
        Assert.Throws<ObjectDisposedException>(Proxy.AcceptConnections);
        Assert.Equal(TcpEnd.Reset, (await delayed.ReadToEndAsync()).End);
        Assert.Equal(0, Proxy.OpenConnectionCount);
        await Assert.ThrowsAsync<SocketException>(OpenAsync);
    }

    [Fact]
    public async Task Options_without_sense_are_refused()
    {
        await RefusedAsync(new FaultProxyOptions(), "Upstream is null");
        await RefusedAsync(new FaultProxyOptions { Upstream = new Uri("/calls", UriKind.Relative) }, "absolute");
        await RefusedAsync(new FaultProxyOptions { Upstream = new Uri("tcp://127.0.0.1") }, "names no port");
        await RefusedAsync(new FaultProxyOptions { Upstream = new Uri("tcp://u:hunter2@127.0.0.1") }, "Upstream is '127.0.0.1', which");
        await RefusedAsync(new FaultProxyOptions { Upstream = Echo.Endpoint, TimeProvider = null! }, "TimeProvider is null");
    }

    private static async Task RefusedAsync(FaultProxyOptions options, string because)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => FaultProxy.StartAsync(options));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}
