using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>Listens to every span and every instrument of the SDK, and remembers on which threads it was called.</summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters;
    private readonly ConcurrentDictionary<int, bool> _threads = new();
    private long _measurements;

    public Listening()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == VoiceCallSessionTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Note(),
        };
        ActivitySource.AddActivityListener(_spans);
        _meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == VoiceCallSessionTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _meters.SetMeasurementEventCallback<long>((_, _, _, _) => Measured());
        _meters.SetMeasurementEventCallback<double>((_, _, _, _) => Measured());
        _meters.Start();
    }

    public long Measurements => Interlocked.Read(ref _measurements);

    public IEnumerable<int> Threads => _threads.Keys;

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private void Measured()
    {
        Interlocked.Increment(ref _measurements);
        Note();
    }

    private void Note() => _threads.TryAdd(Environment.CurrentManagedThreadId, true);
}
