using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>Counts the requests that the process makes over HTTP, which are the streams that its calls try to open.</summary>
internal sealed class StreamCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _opened;

    public StreamCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.active_requests" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change > 0)
            {
                Interlocked.Increment(ref _opened);
            }
        });
        _listener.Start();
    }

    public int Opened => Volatile.Read(ref _opened);

    public void Dispose() => _listener.Dispose();
}
