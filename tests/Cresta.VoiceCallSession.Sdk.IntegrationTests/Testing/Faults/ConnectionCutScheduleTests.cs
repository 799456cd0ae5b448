using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;

/// <summary>Cuts by a schedule, in virtual time.</summary>
public sealed class ConnectionCutScheduleTests : FaultProxyTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Regular_cuts_come_when_they_are_due_until_the_last()
    {
        var running = Proxy.RunAsync(ConnectionCutSchedule.Every(Second).Limit(3));
        for (var cut = 1; cut <= 3; cut++)
        {
            Assert.Equal(Second, await Time.NextWaitAsync());
            using var first = await OpenAsync();
            using var second = await OpenAsync();
            await Proxy.WaitForConnectionsAsync(2 * cut).Guarded();
            Time.Advance(Second - TimeSpan.FromTicks(1));
            Assert.Equal(2, Proxy.OpenConnectionCount);
            Time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(TcpEnd.Reset, (await first.ReadToEndAsync()).End);
            Assert.Equal(TcpEnd.Reset, (await second.ReadToEndAsync()).End);
        }

        Assert.Equal(6, await running.Guarded());
    }

    [Fact]
    public async Task Cuts_may_take_one_connection_at_a_time()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync();
        await Proxy.WaitForConnectionsAsync(2).Guarded();
        var running = Proxy.RunAsync(ConnectionCutSchedule.Every(Second).Limit(1).OneAtATime());
        Time.Advance(Second);
        Assert.Equal(1, await running.Guarded());
        Assert.Equal(1, Proxy.OpenConnectionCount);
    }

    [Fact]
    public async Task A_schedule_without_an_end_runs_until_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var running = Proxy.RunAsync(ConnectionCutSchedule.Every(Second), stop.Token);
        Time.Advance(100 * Second);
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Guarded());
    }

    [Fact]
    public void Random_times_come_from_the_seed_and_stay_within_their_bounds()
    {
        var schedule = ConnectionCutSchedule.Random(7, Second, 3 * Second).Limit(100);
        var times = schedule.Times().ToList();
        Assert.Equal(times, schedule.Times());
        Assert.NotEqual(times, ConnectionCutSchedule.Random(8, Second, 3 * Second).Limit(100).Times());
        Assert.Equal(100, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, Second, 3 * Second));
    }

    [Fact]
    public void A_schedule_says_all_that_repeats_it()
    {
        Assert.Equal("3 cuts of all connections, every 0.5 s", ConnectionCutSchedule.Every(Second / 2).Limit(3).ToString());
        Assert.Equal("cuts of one connection, every 1 s to 3 s, seed 7",
            ConnectionCutSchedule.Random(7, Second, 3 * Second).OneAtATime().ToString());
    }

    [Fact]
    public void Schedules_without_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => ConnectionCutSchedule.Every(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("max", () => ConnectionCutSchedule.Random(1, Second, Second / 2));
        Assert.Throws<ArgumentOutOfRangeException>("cuts", () => ConnectionCutSchedule.Every(Second).Limit(-1));
    }
}
