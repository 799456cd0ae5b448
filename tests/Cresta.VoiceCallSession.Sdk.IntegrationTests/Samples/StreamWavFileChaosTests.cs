using System.Text.Json;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>The sample's call outlives a network that fails by a seed, and the report tells of it.</summary>
public sealed class StreamWavFileChaosTests
{
    private const int ConversationBytes = 120_000;

    [Theory]
    [InlineData("grpc", "3")]
    [InlineData("grpc", "11")]
    [InlineData("rest", "3")]
    [InlineData("rest", "11")]
    public async Task Chaos_loses_nothing(string transport, string seed)
    {
        var result = (await SampleProcess.RunAsync("--chaos", seed, "--transport", transport, "--speed", "4", "--json")).Expect(0);

        var report = result.Json();
        Assert.True(report.GetProperty("nothingLost").GetBoolean());
        Assert.All(report.GetProperty("participants").EnumerateArray(), party => Assert.Equal(
            ConversationBytes, party.GetProperty("acknowledgedBytes").GetInt64()));
        var attempts = report.GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(("Open", "UNAVAILABLE"), (Text(attempts[0], "cause"), Text(attempts[0], "status")));
        Assert.All(attempts.Skip(1), attempt => Assert.Equal("Reconnect", Text(attempt, "cause")));
        Assert.Equal("OK", Text(attempts[^1], "status"));
        Assert.Contains($"Chaos: seed {seed}", result.Error, StringComparison.Ordinal);
        Assert.Contains("network: cut all connections", result.Error, StringComparison.Ordinal);
        Assert.Contains("server: stream 1 breaks off", result.Error, StringComparison.Ordinal);
        Assert.Contains("server: stream 2 begins", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_draws_the_same_faults_each_time()
    {
        var first = (await SampleProcess.RunAsync("--chaos", "3", "--speed", "10", "--json")).Expect(0);
        var second = (await SampleProcess.RunAsync("--chaos", "3", "--speed", "10")).Expect(0);

        // The very last step, which heals, may come after the call.
        Assert.Equal(Validate(first.Error).SkipLast(1), Validate(second.Output).Take(Validate(first.Error).Count - 1));
        Assert.Contains("Call completed, nothing lost.", second.Output, StringComparison.Ordinal);
        Assert.Contains("reconnects; ", second.Output, StringComparison.Ordinal);
    }

    private static List<string> Validate(string lines) =>
        [.. lines.Split('\n').Where(line => line.Contains("network: ", StringComparison.Ordinal)).Select(
            line => line[line.IndexOf("network: ", StringComparison.Ordinal)..].Trim())];

    private static string? Text(JsonElement attempt, string name) => attempt.GetProperty(name).GetString();
}
