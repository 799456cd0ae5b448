using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OtelSdk = OpenTelemetry.Sdk;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>
/// OpenTelemetry as an application has it, exporting to memory. Other tests of this process are heard too: spans are told apart by their
/// trace, which begins with one of the test's own, and measurements by the server's port, which is the test's own as long as its server
/// lives.
/// </summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private static readonly ActivitySource Tests = new("Cresta.VoiceCallSession.Sdk.IntegrationTests");

    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _snapshots = [];
    private readonly TracerProvider _tracer;
    private readonly MeterProvider _meter;
    private readonly Activity _root;

    public TelemetryRecorder()
    {
        _tracer = OtelSdk.CreateTracerProviderBuilder()
            .AddSource(VoiceCallSessionTelemetry.ActivitySourceName, Tests.Name)
            .SetSampler(new AlwaysOnSampler())
            .AddInMemoryExporter(_spans)
            .Build();
        _meter = OtelSdk.CreateMeterProviderBuilder().AddMeter(VoiceCallSessionTelemetry.MeterName).AddInMemoryExporter(_snapshots).Build();
        _root = Tests.StartActivity("test")!;
    }

    /// <summary>The span that was current when the test began to act.</summary>
    public ActivitySpanId RootId => _root.SpanId;

    /// <summary>The spans of the test's trace, as exported, in the order in which they began. No span is recorded from here on.</summary>
    public IReadOnlyList<Activity> StopTracing()
    {
        _root.Dispose();
        _tracer.Dispose();
        return [.. _spans.Where(
            span => span.TraceId == _root.TraceId && span.Source.Name != Tests.Name).OrderBy(span => span.StartTimeUtc)];
    }

    /// <summary>What has been measured of the server at this port.</summary>
    public Measurements Measure(int port)
    {
        lock (_snapshots)
        {
            _snapshots.Clear();
            _meter.ForceFlush();
            return new Measurements(_snapshots, port);
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _tracer.Dispose();
        _meter.Dispose();
    }
}
