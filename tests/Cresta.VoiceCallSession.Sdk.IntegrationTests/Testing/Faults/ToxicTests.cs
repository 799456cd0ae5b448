using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>What each toxic that acts at once does to the bytes; those that take time have tests of their own.</summary>
public sealed class ToxicTests : FaultProxyTest
{
    [Fact]
    public async Task A_slicer_changes_no_byte()
    {
        Proxy.Add(Toxic.Slicer(3));
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 20_000);
    }

    [Theory]
    [InlineData(FaultDirection.ToServer)]
    [InlineData(FaultDirection.ToClient)]
    public async Task A_reset_comes_after_so_many_bytes_and_reaches_both_sides(FaultDirection direction)
    {
        Proxy.Add(Toxic.ResetAfter(1000), direction);
        using var connection = await OpenAsync();
        var sent = CallRig.Ramp(5000);
        await connection.SendAsync(sent);

        var (bytes, end) = await connection.ReadToEndAsync();

        Assert.Equal(TcpEnd.Reset, end);
        Assert.Equal(sent[..bytes.Length], bytes);
        Assert.Equal([TcpEnd.Reset], await Echo.EndsAsync());
        Assert.Equal(1000, (direction == FaultDirection.ToServer ? Proxy.ToServer : Proxy.ToClient).ForwardedBytes);
        Assert.InRange(bytes.Length, 0, 1000);
    }

    [Fact]
    public async Task A_reset_after_no_bytes_comes_at_once()
    {
        Proxy.Add(Toxic.ResetAfter(0), FaultDirection.ToClient);
        using var connection = await OpenAsync();
        Assert.Equal((0, TcpEnd.Reset), await EndOfAsync(connection));
    }

    [Fact]
    public async Task A_limit_ends_the_data_in_the_middle_and_closes()
    {
        Proxy.Add(Toxic.LimitTo(1000), FaultDirection.ToClient);
        using var connection = await OpenAsync();
        await connection.SendAsync(CallRig.Ramp(1000));
        var (bytes, end) = await connection.ReadToEndAsync();
        Assert.Equal(TcpEnd.Fin, end);
        Assert.Equal(CallRig.Ramp(1000), bytes);
        Assert.Equal([TcpEnd.Fin], await Echo.EndsAsync());
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task A_half_close_to_the_server_lets_its_answers_through()
    {
        Proxy.Add(Toxic.HalfCloseAfter(1000), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        var sent = CallRig.Ramp(5000);
        await connection.SendAsync(sent);

        var (bytes, end) = await connection.ReadToEndAsync();

        Assert.Equal(TcpEnd.Fin, end);
        Assert.Equal(sent[..1000], bytes);
        Assert.Equal([TcpEnd.Fin], await Echo.EndsAsync());
        Assert.Equal(1, Proxy.OpenConnectionCount);
        connection.HalfClose();
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task A_half_close_to_the_client_lets_its_requests_through()
    {
        Proxy.Add(Toxic.HalfCloseAfter(0), FaultDirection.ToClient);
        using var connection = await OpenAsync();
        Assert.Equal((0, TcpEnd.Fin), await EndOfAsync(connection));
        await connection.SendAsync(CallRig.Ramp(3000));
        await Proxy.ToServer.WaitForForwardedAsync(3000).Guarded();
        Assert.Equal(0, Proxy.ToClient.ForwardedBytes);
    }

    [Fact]
    public async Task A_black_hole_swallows_says_nothing_and_stays_open()
    {
        Proxy.Add(Toxic.BlackHole(1000), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        var sent = CallRig.Ramp(200_000);
        await connection.SendAsync(sent);
        Assert.Equal(sent[..1000], await connection.ReadAsync(1000));

        // Also the end is swallowed: the server never hears of it.
        connection.HalfClose();
        var more = connection.ReadToEndAsync();
        await Proxy.ToServer.WaitForSwallowedAsync(199_000).Guarded();
        Assert.False(more.IsCompleted);
        Assert.Equal((1, 1000), (Proxy.OpenConnectionCount, Echo.Received));
        Assert.Equal(1, Proxy.CutAll());
        Assert.Equal(TcpEnd.Reset, (await more).End);
    }

    [Fact]
    public async Task A_black_hole_taken_away_resets_what_lost_something_and_nothing_else()
    {
        using var untouched = await OpenAsync();
        using var loser = await OpenAsync();
        await ExchangeAsync(untouched, 10);
        await ExchangeAsync(loser, 10);
        var blackHole = Proxy.Add(Toxic.BlackHole());
        await loser.SendAsync(CallRig.Ramp(10));
        await Proxy.ToServer.WaitForSwallowedAsync(10).Guarded();
        Assert.Equal(2, Proxy.OpenConnectionCount);

        blackHole.Dispose();

        Assert.Equal((0, TcpEnd.Reset), await EndOfAsync(loser));
        await ExchangeAsync(untouched, 100);
    }

    [Fact]
    public async Task Bytes_are_counted_from_when_the_toxic_comes()
    {
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 5000);
        Proxy.Add(Toxic.LimitTo(1000), FaultDirection.ToClient);
        await connection.SendAsync(CallRig.Ramp(1000));
        var (bytes, end) = await connection.ReadToEndAsync();
        Assert.Equal((1000, TcpEnd.Fin), (bytes.Length, end));
    }

    [Fact]
    public async Task A_toxic_of_one_direction_leaves_the_other_alone()
    {
        Proxy.Add(Toxic.BlackHole(), FaultDirection.ToClient);
        using var connection = await OpenAsync();
        await connection.SendAsync(CallRig.Ramp(1000));
        await Proxy.ToServer.WaitForForwardedAsync(1000).Guarded();
        Assert.Equal(0, Proxy.ToClient.ForwardedBytes);
    }

    [Fact]
    public async Task Toxics_for_the_next_connection_are_for_that_one_alone()
    {
        Proxy.AddToNext(Toxic.ResetAfter(0));
        Proxy.AddToNext();
        Proxy.AddToNext(Toxic.LimitTo(0), Toxic.Slicer(1));
        using var first = await OpenAsync();
        Assert.Equal((0, TcpEnd.Reset), await EndOfAsync(first));
        using var second = await OpenAsync();
        await ExchangeAsync(second, 100);
        using var third = await OpenAsync();
        Assert.Equal((0, TcpEnd.Fin), await EndOfAsync(third));
        using var fourth = await OpenAsync();
        await ExchangeAsync(fourth, 100);
    }

    [Fact]
    public async Task A_toxic_taken_away_acts_no_more_and_clearing_takes_all()
    {
        var limit = Proxy.Add(Toxic.LimitTo(1000));
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 500);
        limit.Dispose();
        limit.Dispose();
        await ExchangeAsync(connection, 5000);
        Proxy.Add(Toxic.LimitTo(1000));
        Proxy.AddToNext(Toxic.ResetAfter(0));
        Proxy.Clear();
        await ExchangeAsync(connection, 5000);
        using var next = await OpenAsync();
        await ExchangeAsync(next, 5000);
    }

    [Fact]
    public void Toxics_say_what_they_do()
    {
        Assert.Equal(
            ["latency 50 ms ± 10 ms to server", "bandwidth 8000 bytes/s", "slices of at most 3 bytes every 0.5 ms",
                "reset after 7 bytes to client", "black hole"],
            new[]
            {
                Toxic.Latency(
                    TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(10)).In(FaultDirection.ToServer), Toxic.Bandwidth(8000),
                Toxic.Slicer(3, TimeSpan.FromMilliseconds(0.5)), Toxic.ResetAfter(7).In(FaultDirection.ToClient), Toxic.BlackHole(),
            }.Select(t => t.ToString()));
    }

    [Fact]
    public void Toxics_without_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("bytesPerSecond", () => Toxic.Bandwidth(0));
        Assert.Throws<ArgumentOutOfRangeException>("maxBytes", () => Toxic.Slicer(0));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Toxic.Latency(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("bytes", () => Toxic.ResetAfter(-1));
        Assert.Throws<ArgumentOutOfRangeException>("afterBytes", () => Toxic.BlackHole(-1));
        Assert.Throws<ArgumentOutOfRangeException>("direction", () => Toxic.BlackHole().In((FaultDirection)3));
        Assert.Throws<ArgumentNullException>("toxics", () => Proxy.Add([null!]));
    }

    private static async Task<(int Bytes, TcpEnd End)> EndOfAsync(RawConnection connection)
    {
        var (bytes, end) = await connection.ReadToEndAsync();
        return (bytes.Length, end);
    }
}
