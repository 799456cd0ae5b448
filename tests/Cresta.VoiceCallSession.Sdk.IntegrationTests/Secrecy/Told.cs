using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>
/// Everything that the process tells while this exists: logs of every level, all traces and all metrics; and what a test adds.
/// </summary>
internal sealed class Told : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Told()
    {
        Log = new ToldLog(Add);
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.Start();
    }

    public ToldLog Log { get; }

    public IEnumerable<string> Texts => _texts;

    public void Add(string? text) => _texts.Enqueue(text ?? "");

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(Activity activity)
    {
        Add($"span {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var (key, value) in activity.TagObjects.Concat(
            activity.Events.SelectMany(e => e.Tags)).Concat(activity.Links.SelectMany(link => link.Tags ?? [])))
        {
            Add($"span tag {key}={value}");
        }

        foreach (var (key, value) in activity.Baggage)
        {
            Add($"baggage {key}={value}");
        }
    }

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            Add($"metric {instrument.Name} {key}={value}");
        }
    }
}
