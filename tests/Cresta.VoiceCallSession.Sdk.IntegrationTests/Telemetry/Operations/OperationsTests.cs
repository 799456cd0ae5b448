using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>
/// The dashboard and the alert rules ask for what the SDK exports, for all of it, and each alert has its place in the runbook.
/// </summary>
public sealed partial class OperationsTests(ScrapedMetrics scraped) : IClassFixture<ScrapedMetrics>
{
    private static readonly string Folder = Path.Combine(BuildPaths.Of("Repository"), "docs", "operations");

    private static readonly JsonElement Dashboard = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Folder, "dashboard.json"))).RootElement;

    private static List<JsonElement> Panels => [.. Dashboard.GetProperty("panels").EnumerateArray()];

    private static List<(string Title, string Query, string Legend)> DashboardQueries =>
    [
        .. Panels.Where(panel => panel.TryGetProperty("targets",
            out _)).SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target =>
            (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!,
                target.GetProperty("legendFormat").GetString()!))),
    ];

    private static List<AlertRule> Alerts =>
    [
        .. new DeserializerBuilder().Build().Deserialize<AlertRules>(
            File.ReadAllText(Path.Combine(Folder, "alerts.yml"))).Groups.SelectMany(group => group.Rules),
    ];

    [Fact]
    public void The_exporter_writes_each_instrument_by_the_name_that_the_rules_of_translation_give_it()
    {
        Assert.Equal(15, scraped.Instruments.Count);
        Assert.All(scraped.Instruments, instrument => Assert.All(
            PrometheusName.Of(instrument), name => Assert.Contains(name, scraped.Labels.Keys)));
    }

    [Fact]
    public void Each_query_of_the_dashboard_asks_for_what_is_exported() => Assert.Empty(DashboardQueries.SelectMany(panel =>
        QueryCheck.FaultsOf(
            new PromQuery(panel.Query), scraped.Labels, GrafanaLabel().Matches(panel.Legend).Select(label => label.Groups["label"].Value))
            .Select(fault => $"{panel.Title}: {fault}")));

    [Fact]
    public void Each_alert_asks_for_what_is_exported() => Assert.Empty(Alerts.SelectMany(alert =>
        QueryCheck.FaultsOf(new PromQuery(alert.Expr), scraped.Labels, AlertLabel().Matches(
            string.Concat(alert.Annotations.Values)).Select(label => label.Groups["label"].Value))
            .Select(fault => $"{alert.Alert}: {fault}")));

    [Theory]
    [InlineData("sum(rate(cresta_voicecallsession_calls_begun_total[5m]))", "there is no metric cresta_voicecallsession_calls_begun_total")]
    [InlineData("up > 0", "there is no metric up")]
    [InlineData("cresta_voicecallsession_calls_live{region=\"eu\"} > 0", "cresta_voicecallsession_calls_live has no label region")]
    [InlineData(
        "sum by (outcome, call_id) (cresta_voicecallsession_calls_ended_total)", "it groups by call_id, which not all of its metrics have")]
    [InlineData("cresta_voicecallsession_calls_ended_total{outcome=~\"Failed|Lost\"}", "outcome is never Lost")]
    [InlineData("sum(rate(cresta_voicecallsession_backlog_milliseconds_bucket[5m]))",
        "the buckets of cresta_voicecallsession_backlog_milliseconds_bucket are added up")]
    [InlineData("vector(1)", "it selects nothing")]
    public void A_query_for_something_else_is_found_out(string query, string fault) =>
        Assert.Equal([fault], QueryCheck.FaultsOf(new PromQuery(query), scraped.Labels, legend: []));

    [Fact]
    public void Each_instrument_is_on_the_dashboard()
    {
        var asked = DashboardQueries.SelectMany(
            panel => new PromQuery(panel.Query).Selectors).Select(selector => selector.Metric).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(scraped.Instruments.Where(
            instrument => !PrometheusName.Of(instrument).Any(asked.Contains)).Select(instrument => instrument.Name));
    }

    [Fact]
    public void The_dashboard_can_be_imported_as_it_is()
    {
        Assert.Distinct(Panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.Equal(["datasource", "server"], Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(
            variable => variable.GetProperty("name").GetString()));
        Assert.Equal("datasource", Dashboard.GetProperty("templating").GetProperty("list")[0].GetProperty("type").GetString());
        Assert.All(Panels.Where(panel => panel.TryGetProperty("targets", out _)), panel =>
        {
            Assert.NotEqual("", panel.GetProperty("description").GetString());
            Assert.All(
                panel.GetProperty("targets").EnumerateArray().Append(panel),
                part => Assert.Equal("${datasource}", part.GetProperty("datasource").GetProperty("uid").GetString()));
        });
        var position = Panels.ConvertAll(panel => panel.GetProperty("gridPos"));
        Assert.All(position, place => Assert.InRange(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32(), 1, 24));
    }

    [Fact]
    public void Each_alert_says_what_it_is_and_has_its_section_of_the_runbook_and_no_section_is_left_over()
    {
        var sections = Section().Matches(
            File.ReadAllText(Path.Combine(Folder, "runbook.md"))).Select(section => section.Groups["name"].Value);
        Assert.Equal(Alerts.Select(alert => alert.Alert), sections);
        Assert.All(Alerts, alert =>
        {
            Assert.Matches("^(critical|warning)$", alert.Labels["severity"]);
            Assert.Equal(["description", "runbook_url", "summary"], alert.Annotations.Keys.Order(StringComparer.Ordinal));
            Assert.Equal($"docs/operations/runbook.md#{alert.Alert}", alert.Annotations["runbook_url"], ignoreCase: true);
            Assert.Matches("^[0-9]+m$", alert.For);
        });
    }

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GrafanaLabel();

    [GeneratedRegex(@"\$labels\.(?<label>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AlertLabel();

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Section();
}
