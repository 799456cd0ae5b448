using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>The page on telemetry lists what can be logged: all of it, and nothing else.</summary>
public sealed partial class LogDocumentTests
{
    [Fact]
    public void Every_log_event_is_documented_as_it_is_and_no_other()
    {
        var documented = Row().Matches(File.ReadAllText(Path.Combine(BuildPaths.Of("Repository"), "docs", "telemetry.md"))).Select(row =>
            (Id: int.Parse(row.Groups["id"].Value, CultureInfo.InvariantCulture),
            row.Groups["name"].Value,
            Level: Enum.Parse<LogLevel>(row.Groups["level"].Value),
            $"Cresta.VoiceCallSession.Sdk.{row.Groups["category"].Value}"));
        Assert.Equal(LogEvents.All, documented);
    }

    [Fact]
    public void Ids_and_names_are_unique()
    {
        Assert.NotEmpty(LogEvents.All);
        Assert.Distinct(LogEvents.All.Select(e => e.Id));
        Assert.Distinct(LogEvents.All.Select(e => e.Name));
    }

    [Fact]
    public void What_may_show_a_payload_says_so_by_its_name_and_is_at_Trace_in_a_category_of_its_own() => Assert.All(
        LogEvents.All,
        e => Assert.Equal(
            (e.Name.EndsWith("Sensitive", StringComparison.Ordinal), e.Name.EndsWith("Sensitive", StringComparison.Ordinal)),
            (e.Level == LogLevel.Trace, e.Category.EndsWith(".Sensitive", StringComparison.Ordinal))));

    [GeneratedRegex(@"^\| (?<id>\d+) \| `(?<name>\w+)` \| (?<level>\w+) \| `(?<category>[\w.]+)` \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Row();
}
