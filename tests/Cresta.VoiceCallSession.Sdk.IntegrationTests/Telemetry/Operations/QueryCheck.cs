using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>What is wrong with a query, seen from what the SDK exports.</summary>
internal static class QueryCheck
{
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["outcome"] = Enum.GetNames<CallOutcome>(),
        ["cause"] = [.. Enum.GetNames<AttemptCause>(), .. Statuses],
        ["status"] = [.. Statuses],
        ["disposition"] = ["offered", "acknowledged", "unacknowledged", "dropped", "refused", "replayed"],
        ["reason"] = Enum.GetNames<LossReason>(),
        ["operation"] = ["open", "reconnect", "token", "ProcessSessionEvent"],
    };

    private static IEnumerable<string> Statuses => Enum.GetValues<StatusCode>().Select(StatusNames.Of);

    /// <summary>The faults, in words; none where the query is right.</summary>
    /// <param name="query">The query.</param>
    /// <param name="exported">Metrics, with the labels of each.</param>
    /// <param name="legend">What is shown of it, in Grafana's or Prometheus's template language.</param>
    public static IEnumerable<string> FaultsOf(
        PromQuery query, IReadOnlyDictionary<string, HashSet<string>> exported, IEnumerable<string> legend)
    {
        if (query.Selectors.Count == 0)
        {
            yield return "it selects nothing";
        }

        foreach (var (metric, matchers) in query.Selectors)
        {
            if (!exported.TryGetValue(metric, out var labels))
            {
                yield return $"there is no metric {metric}";
                continue;
            }

            foreach (var fault in matchers.SelectMany(matcher => FaultsOf(metric, labels, matcher.Label, matcher.Value)))
            {
                yield return fault;
            }

            if (metric.EndsWith("_bucket", StringComparison.Ordinal) && !query.GroupingLabels.Contains("le"))
            {
                yield return $"the buckets of {metric} are added up";
            }
        }

        foreach (var label in query.GroupingLabels.Where(
            label => !query.Selectors.All(s => exported.TryGetValue(s.Metric, out var labels) && labels.Contains(label))))
        {
            yield return $"it groups by {label}, which not all of its metrics have";
        }

        foreach (var label in legend.Except(query.GroupingLabels))
        {
            yield return $"it shows {label}, which is not among the labels that are left";
        }
    }

    private static IEnumerable<string> FaultsOf(string metric, HashSet<string> labels, string label, string value)
    {
        if (!labels.Contains(label))
        {
            yield return $"{metric} has no label {label}";
        }
        else if (Values.TryGetValue(label, out var known))
        {
            foreach (var unknown in value.Split('|').Except(known))
            {
                yield return $"{label} is never {unknown}";
            }
        }
    }
}
