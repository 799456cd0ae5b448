using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>The toxics that take time, all of it virtual.</summary>
public sealed class ToxicTimeTests : FaultProxyTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Latency_delays_each_piece_from_its_arrival_so_that_delays_do_not_add_up()
    {
        Proxy.Add(Toxic.Latency(2 * Second), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        await connection.SendAsync(CallRig.Ramp(10));
        Assert.Equal(2 * Second, await Time.NextWaitAsync());
        Time.Advance(Second);

        // The second piece sets out while the first is on its way; it is waited for once that has arrived.
        await connection.SendAsync(CallRig.Ramp(10, start: 10));
        await Proxy.ToServer.WaitForReceivedAsync(20).Guarded();
        Assert.Equal(0, Proxy.ToServer.ForwardedBytes);
        Time.Advance(Second);

        Assert.Equal(CallRig.Ramp(10), await connection.ReadAsync(10));
        Assert.Equal(Second, await Time.NextWaitAsync());
        Assert.Equal((20, 10), (Proxy.ToServer.ReceivedBytes, Proxy.ToServer.ForwardedBytes));
        Time.Advance(Second);
        Assert.Equal(CallRig.Ramp(10, start: 10), await connection.ReadAsync(10));
    }

    [Fact]
    public async Task The_end_takes_as_long_as_the_data()
    {
        Proxy.Add(Toxic.Latency(Second), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        connection.HalfClose();
        Assert.Equal(Second, await Time.NextWaitAsync());
        Assert.Equal(1, Proxy.OpenConnectionCount);
        Time.Advance(Second);
        Assert.Equal(TcpEnd.Fin, (await connection.ReadToEndAsync()).End);
        await Proxy.WaitForDisconnectionAsync().Guarded();
    }

    [Fact]
    public async Task Jitter_comes_from_the_seed_and_stays_within_its_bounds()
    {
        var first = await JitterAsync(seed: 1);
        Assert.Equal(first, await JitterAsync(seed: 1));
        Assert.NotEqual(first, await JitterAsync(seed: 2));
        Assert.All(first, wait => Assert.InRange(wait, Second / 2, Second * 1.5));
        Assert.Equal(first.Count, first.Distinct().Count());
    }

    [Fact]
    public async Task Bandwidth_passes_so_many_bytes_a_second()
    {
        Proxy.Add(Toxic.Bandwidth(1000), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        var sent = CallRig.Ramp(500);
        await connection.SendAsync(sent);
        var received = new List<byte>();

        // 50 bytes each 50 ms: the reader waits for its link, the writer for what is due.
        for (var step = 1; step <= 10; step++)
        {
            await Time.NextWaitAsync();
            await Time.NextWaitAsync();
            Assert.Equal(50 * (step - 1), Proxy.ToServer.ForwardedBytes);
            Time.Advance(Second / 20);
            received.AddRange(await connection.ReadAsync(50));
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_slow_link_makes_up_for_a_late_clock()
    {
        Proxy.Add(Toxic.Bandwidth(1000), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        await connection.SendAsync(CallRig.Ramp(2000));
        await Time.NextWaitAsync();
        Time.Advance(Second);
        await Proxy.ToServer.WaitForForwardedAsync(1000).Guarded();
        Assert.Equal(CallRig.Ramp(1000), await connection.ReadAsync(1000));
        Assert.InRange(Proxy.ToServer.ForwardedBytes, 1000, 1050);
    }

    [Fact]
    public async Task Slices_can_be_apart_in_time_and_come_from_the_seed()
    {
        Proxy.Add(Toxic.Slicer(4, Second), FaultDirection.ToServer);
        using var connection = await OpenAsync();
        await connection.SendAsync(CallRig.Ramp(20));
        var sizes = new List<int>();
        while (sizes.Sum() < 20)
        {
            await Proxy.ToServer.WaitForForwardedAsync(sizes.Sum() + 1).Guarded();
            if (Proxy.ToServer.ForwardedBytes < 20)
            {
                Assert.Equal(Second, await Time.NextWaitAsync());
            }

            sizes.Add((int)Proxy.ToServer.ForwardedBytes - sizes.Sum());
            Time.Advance(Second);
        }

        Assert.Equal(CallRig.Ramp(20), await connection.ReadAsync(20));
        Assert.All(sizes, size => Assert.InRange(size, 1, 4));
        Assert.True(sizes.Count >= 5);
    }

    private async Task<List<TimeSpan>> JitterAsync(int seed)
    {
        var time = new WatchedTime();
        await using var proxy = await FaultProxy.StartAsync(
            new FaultProxyOptions { Upstream = Echo.Endpoint, Seed = seed, TimeProvider = time });
        proxy.Add(Toxic.Latency(Second, Second / 2), FaultDirection.ToServer);
        using var connection = await RawConnection.OpenAsync(proxy);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            await connection.SendAsync(CallRig.Ramp(1));
            waits.Add(await time.NextWaitAsync());
            time.Advance(2 * Second);
            await connection.ReadAsync(1);
        }

        return waits;
    }
}
