using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Scenarios;

/// <summary>Scenarios built step by step, in virtual time.</summary>
public sealed class FaultScenarioTests : FaultProxyTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Steps_happen_when_they_are_due()
    {
        var scenario = new FaultScenarioBuilder().After(Second).CutAll().After(2 * Second).RefuseConnections().After(Second)
            .AcceptConnections().Build();
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 10);
        var running = scenario.RunAsync(Proxy);

        Assert.Equal(Second, await Time.NextWaitAsync());
        await ExchangeAsync(connection, 10);
        Time.Advance(Second);
        Assert.Equal(TcpEnd.Reset, (await connection.ReadToEndAsync()).End);

        Assert.Equal(2 * Second, await Time.NextWaitAsync());
        Assert.True(Proxy.AcceptsConnections);
        Time.Advance(2 * Second);
        Assert.Equal(Second, await Time.NextWaitAsync());
        Assert.False(Proxy.AcceptsConnections);
        Time.Advance(Second);
        await running.Guarded();
        Assert.True(Proxy.AcceptsConnections);
        Assert.Equal(4 * Second, scenario.Length);
    }

    [Fact]
    public async Task A_late_clock_does_not_make_it_longer()
    {
        var scenario = new FaultScenarioBuilder().After(Second).CutAll().After(Second).CutAll().After(Second).CutAll().Build();
        var running = scenario.RunAsync(Proxy);
        await Time.NextWaitAsync();
        Time.Advance(2.5 * Second);
        Assert.Equal(0.5 * Second, await Time.NextWaitAsync());
        Time.Advance(0.5 * Second);
        await running.Guarded();
    }

    [Fact]
    public async Task A_step_may_wait_for_more_connections()
    {
        using var before = await OpenAsync();
        await Proxy.WaitForConnectionsAsync(1).Guarded();
        var running = new FaultScenarioBuilder().AfterConnections(2).CutAll().Build().RunAsync(Proxy);
        using var first = await OpenAsync();
        await ExchangeAsync(first, 10);
        Assert.False(running.IsCompleted);
        using var second = await OpenAsync();
        await running.Guarded();
        Assert.Equal(0, Proxy.OpenConnectionCount);
    }

    [Fact]
    public async Task A_step_may_wait_for_more_bytes()
    {
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 1000);
        await Proxy.ToServer.WaitForReceivedAsync(1000).Guarded();
        var running = new FaultScenarioBuilder().AfterBytes(1000, FaultDirection.ToServer).CutAll().Build().RunAsync(Proxy);
        await ExchangeAsync(connection, 999);
        Assert.False(running.IsCompleted);
        await connection.SendAsync(CallRig.Ramp(1));
        await running.Guarded();
        Assert.Equal(0, Proxy.OpenConnectionCount);
    }

    [Fact]
    public async Task Steps_of_ones_own_come_in_their_place()
    {
        var steps = new List<string>();
        var scenario = new FaultScenarioBuilder().RefuseConnections().Do(
            "restart the server", _ => DoAsync("restart")).AcceptConnections().Build();
        await scenario.RunAsync(Proxy, step => steps.Add(step.ToString())).Guarded();
        Assert.Equal(["refuse connections", "restart the server", "restart", "accept connections", "heal"], steps);

        Task DoAsync(string what)
        {
            Assert.False(Proxy.AcceptsConnections);
            steps.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_scenario_that_is_cancelled_leaves_the_network_healthy()
    {
        using var stop = new CancellationTokenSource();
        var running = new FaultScenarioBuilder().BlackHole().RefuseConnections().AddToNext(Toxic.ResetAfter(0)).After(Second).Build()
            .RunAsync(Proxy, stop.Token);
        await Time.NextWaitAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Guarded());
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 1000);
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_scenario_and_leaves_the_network_healthy()
    {
        var scenario = new FaultScenarioBuilder().BlackHole().Do(
            "fail", _ => throw new InvalidOperationException("It failed.")).CutAll().Build();
        await Assert.ThrowsAsync<InvalidOperationException>(() => scenario.RunAsync(Proxy).Guarded());
        using var connection = await OpenAsync();
        await ExchangeAsync(connection, 1000);
    }

    [Fact]
    public async Task A_proxy_that_goes_ends_its_scenario()
    {
        var running = new FaultScenarioBuilder().BlackHole().After(Second).Build().RunAsync(Proxy);
        await Time.NextWaitAsync();
        await Proxy.DisposeAsync().AsTask().Guarded();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Guarded());
    }

    [Fact]
    public void A_scenario_prints_every_step() =>
        Assert.Equal(
            """
            fault scenario of 1.75 s
            after 0.5 s: cut all connections
            add: slices of at most 3 bytes, reset after 9 bytes to client
            after 1.25 s: heal
            """.ReplaceLineEndings("\n"),
            new FaultScenarioBuilder().After(Second / 2).CutAll().Add(
                Toxic.Slicer(3), Toxic.ResetAfter(9).In(FaultDirection.ToClient)).After(1.25 * Second).Build().ToString());

    [Fact]
    public void Steps_without_sense_are_refused()
    {
        var builder = new FaultScenarioBuilder();
        Assert.Throws<ArgumentOutOfRangeException>("time", () => builder.After(-Second));
        Assert.Throws<ArgumentOutOfRangeException>("connections", () => builder.AfterConnections(0));
        Assert.Throws<ArgumentOutOfRangeException>("direction", () => builder.AfterBytes(1, FaultDirection.Both));
        Assert.Throws<ArgumentNullException>("toxics", () => builder.Add([null!]));
        Assert.Throws<ArgumentException>("description", () => builder.Do(" ", _ => Task.CompletedTask));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => FaultScenario.Seeded(1, TimeSpan.Zero));
    }
}
