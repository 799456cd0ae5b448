using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.Benchmarks;

/// <summary>
/// Somebody who listens to every span and every measurement, and does nothing with them: what is left is the SDK's own cost.
/// </summary>
internal sealed class EveryListener : IDisposable
{
    private readonly ActivityListener _spans = new()
    {
        ShouldListenTo = source => string.Equals(source.Name, VoiceCallSessionTelemetry.ActivitySourceName, StringComparison.Ordinal),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _meters = new()
    {
        InstrumentPublished = static (instrument, listener) =>
        {
            if (string.Equals(instrument.Meter.Name, VoiceCallSessionTelemetry.MeterName, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public EveryListener()
    {
        ActivitySource.AddActivityListener(_spans);
        _meters.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _meters.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        _meters.Start();
    }

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }
}
