using BenchmarkDotNet.Attributes;
using Cresta.VoiceCallSession.Sdk.Telemetry;

namespace Cresta.VoiceCallSession.Sdk.Benchmarks;

/// <summary>All that is measured of one message: how long it waited, and how long its answer took.</summary>
public class InstrumentBenchmarks
{
    private readonly ServerTags _server = new(new Uri("https://api.example.com"), new CallbackErrors(loggers: null, endpoint: null));
    private EveryListener? _listener;

    /// <summary>Whether anybody listens.</summary>
    [Params(false, true)]
    public bool HasListener { get; set; }

    [GlobalSetup]
    public void Setup() => _listener = HasListener ? new EveryListener() : null;

    [GlobalCleanup]
    public void Cleanup() => _listener?.Dispose();

    [Benchmark]
    public void MeasurementsOfAMessage()
    {
        Instruments.QueueWait.Record(0.1, _server);
        Instruments.RoundTrip.Record(0.02, _server);
    }
}
