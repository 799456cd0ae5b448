using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>The page on telemetry lists what is measured, in which unit and by which tags: all of it, and nothing else.</summary>
public sealed partial class MetricDocumentTests
{
    /// <summary>Those of faults that a call does not have; their own tests record them.</summary>
    private static readonly (string, string, string, string)[] OfFaults =
    [
        ("cresta.voicecallsession.callbacks.failed", "counter", "{exception}", "callback"),
        ("cresta.voicecallsession.streams.unanswered", "counter", "{stream}", ""),
    ];

    [Fact]
    public async Task Every_instrument_is_documented_as_it_is_exported_and_no_other()
    {
        await using var measured = await MeasuredCall.StartAsync(VoiceCallSessionTransport.Grpc, "call-1");
        var (_, metrics, tokens) = await measured.RunAsync();
        var documented = Row().Matches(
            await File.ReadAllTextAsync(Path.Combine(BuildPaths.Of("Repository"), "docs", "telemetry.md"))).Select(row =>
            ($"cresta.voicecallsession.{row.Groups["name"].Value}",
            row.Groups["kind"].Value,
            row.Groups["unit"].Value,
            string.Join(", ", row.Groups["tag"].Captures.Select(tag => tag.Value).Order(StringComparer.Ordinal)))).ToArray();
        var exported = metrics.Kinds.Select(metric =>
            (metric.Name,
            Describe(metric.Kind),
            metric.Unit,
            string.Join(", ",
                metrics.TagsOf(metric.Name).Concat(tokens.TagsOf(metric.Name)).Distinct().Except(["server.address",
                "server.port"]).Order(StringComparer.Ordinal))));
        Assert.Equal(exported.Concat(OfFaults).Order(), documented.Order());
    }

    private static string Describe(MetricType kind) => kind switch
    {
        MetricType.LongSumNonMonotonic => "up-down counter",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => kind.ToString(),
    };

    [GeneratedRegex(@"^\| `(?<name>[\w.]+)` \| (?<kind>[\w -]+) \| `(?<unit>[\w{}]+)` \| (`(?<tag>\w+)`(, )?)* ?\|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Row();
}
