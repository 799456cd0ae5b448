using OpenTelemetry.Metrics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>One export of all metrics, narrowed to one server.</summary>
internal sealed class Measurements
{
    private const string Prefix = "cresta.voicecallsession.";

    private readonly Dictionary<string, MetricSnapshot> _metrics;
    private readonly int _port;

    public Measurements(IEnumerable<MetricSnapshot> snapshots, int port)
    {
        _port = port;
        _metrics = snapshots.ToDictionary(metric => metric.Name, StringComparer.Ordinal);
    }

    /// <summary>Name, kind and unit of what has been measured at all.</summary>
    public IEnumerable<(string Name, MetricType Kind, string Unit)> Kinds =>
        _metrics.Values.Select(metric => (metric.Name, metric.MetricType, metric.Unit));

    /// <summary>All tags of all measurements of this server.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Tags =>
        _metrics.Keys.SelectMany(name => PointsOf(name)).SelectMany(point => TagsOf(point));

    /// <summary>The names of the tags of one instrument, by its full name.</summary>
    public IEnumerable<string> TagsOf(string name) => PointsOf(name).SelectMany(point => TagsOf(point)).Select(tag => tag.Key);

    public long Count(string name, params (string Name, string Value)[] tags) =>
        PointsOf(Prefix + name, tags).Sum(point => point.GetSumLong());

    public double Sum(string name, params (string Name, string Value)[] tags) =>
        PointsOf(Prefix + name, tags).Sum(point => point.GetSumDouble());

    public long Records(string name) => PointsOf(Prefix + name).Sum(point => point.GetHistogramCount());

    public double RecordedSum(string name) => PointsOf(Prefix + name).Sum(point => point.GetHistogramSum());

    /// <summary>The bounds of a histogram's buckets, without the last.</summary>
    public IReadOnlyList<double> Bounds(string name)
    {
        var bounds = new List<double>();
        foreach (var bucket in PointsOf(Prefix + name).First().GetHistogramBuckets())
        {
            bounds.Add(bucket.ExplicitBound);
        }

        return bounds[..^1];
    }

    private List<MetricPoint> PointsOf(string name, params (string Name, string Value)[] tags) =>
        _metrics.TryGetValue(name, out var metric)
            ? [.. metric.MetricPoints.Where(point =>
            {
                var given = TagsOf(point);
                return given.Contains(new("server.port", _port)) && tags.All(tag => given.Contains(new(tag.Name, tag.Value)));
            })]
            : [];

    private static List<KeyValuePair<string, object?>> TagsOf(MetricPoint point)
    {
        var tags = new List<KeyValuePair<string, object?>>();
        foreach (var tag in point.Tags)
        {
            tags.Add(tag);
        }

        return tags;
    }
}
