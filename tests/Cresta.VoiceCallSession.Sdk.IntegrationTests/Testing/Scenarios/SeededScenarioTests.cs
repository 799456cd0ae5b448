using System.Net.Sockets;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Faults;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Scenarios;

/// <summary>Scenarios drawn from a seed.</summary>
public sealed class SeededScenarioTests : FaultProxyTest
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_same_seed_draws_the_same_scenario()
    {
        Assert.Equal(FaultScenario.Seeded(7, Length).ToString(), FaultScenario.Seeded(7, Length).ToString());
        Assert.NotEqual(FaultScenario.Seeded(7, Length).Steps.Select(s => s.ToString()),
            FaultScenario.Seeded(8, Length).Steps.Select(s => s.ToString()));
        Assert.StartsWith("fault scenario of 30 s, seed 7\n", FaultScenario.Seeded(7, Length).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.25)]
    [InlineData(2.0005)]
    [InlineData(600)]
    public void Scenarios_have_the_length_that_was_asked_for_and_end_healthy(double seconds)
    {
        var length = TimeSpan.FromSeconds(seconds);
        var scenarios = Enumerable.Range(0, 200).Select(seed => FaultScenario.Seeded(seed, length)).ToList();
        Assert.All(scenarios, scenario => Assert.Equal((length, "heal"), (scenario.Length, scenario.Steps[^1].ToString())));
        if (seconds > 0.1)
        {
            Assert.All(scenarios, scenario => Assert.True(scenario.Steps.Count > 10));
        }
    }

    [Fact]
    public void Between_them_they_have_every_fault()
    {
        var steps = string.Join('\n', Enumerable.Range(0, 50).Select(seed => FaultScenario.Seeded(seed, Length)));
        string[] faults = ["cut all", "cut one", "reset after", "limit of", "black hole", "latency", "slices", "bandwidth",
            "refuse connections", "next connection"];
        Assert.All(faults, fault => Assert.Contains(fault, steps, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_scenario_ends_with_a_network_that_works()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var running = FaultScenario.Seeded(seed, Length).RunAsync(Proxy);
            Time.Advance(Length);
            await running.Guarded();
            using var connection = await OpenAsync();
            await ExchangeAsync(connection, 1000);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_what_arrives_is_the_beginning_of_what_was_sent(int seed)
    {
        await using var proxy = await FaultProxy.StartAsync(new FaultProxyOptions { Upstream = Echo.Endpoint, Seed = seed });
        var scenario = FaultScenario.Seeded(seed, TimeSpan.FromSeconds(1));
        var running = scenario.RunAsync(proxy);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReconnectAsync(proxy, running)))).Guarded();
        await running.Guarded();
        using var connection = await RawConnection.OpenAsync(proxy);
        await ExchangeAsync(connection, 100_000);
    }

    private static async Task ReconnectAsync(FaultProxy proxy, Task running)
    {
        var sent = CallRig.Ramp(50_000);
        while (!running.IsCompleted)
        {
            try
            {
                using var connection = await RawConnection.OpenAsync(proxy);
                var reading = connection.ReadToEndAsync();
                try
                {
                    await connection.SendAsync(sent);
                    connection.HalfClose();
                }
                catch (SocketException)
                {
                    // Cut: what came until then is still to be right.
                }

                var (bytes, _) = await reading;
                Assert.Equal(sent[..bytes.Length], bytes);
            }
            catch (SocketException)
            {
                // Refused.
            }
        }
    }
}
