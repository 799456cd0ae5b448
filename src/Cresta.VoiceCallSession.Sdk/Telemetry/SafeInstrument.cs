using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// An instrument that does not throw: a listener's code runs where a value is recorded, and is no reason for a call to fail.
/// </summary>
internal sealed class SafeInstrument<T>
    where T : struct
{
    private readonly Instrument _inner;
    private readonly Recorder _record;

    private SafeInstrument(Instrument inner, Recorder record)
    {
        _inner = inner;
        _record = record;
    }

    private delegate void Recorder(T value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Whether anybody listens.</summary>
    public bool Enabled => _inner.Enabled;

    public static SafeInstrument<T> Around(Counter<T> counter) => new(counter, counter.Add);

    public static SafeInstrument<T> Around(UpDownCounter<T> counter) => new(counter, counter.Add);

    public static SafeInstrument<T> Around(Histogram<T> histogram) => new(histogram, histogram.Record);

    public void Record(T value, ServerTags server) => Record(value, server, [server.Address, server.Port]);

    public void Record(T value, ServerTags server, KeyValuePair<string, object?> tag) =>
        Record(value, server, [server.Address, server.Port, tag]);

    public void Record(T value, ServerTags server, KeyValuePair<string, object?> tag1, KeyValuePair<string, object?> tag2) =>
        Record(value, server, [server.Address, server.Port, tag1, tag2]);

    /// <summary>Records a value and gives what a listener threw.</summary>
    public Exception? TryRecord(T value, ServerTags server, KeyValuePair<string, object?> tag) =>
        TryRecord(value, [server.Address, server.Port, tag]);

    private void Record(T value, ServerTags server, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (TryRecord(value, tags) is { } thrown)
        {
            server.Errors.OnThrown(CallbackKind.MetricListener, thrown);
        }
    }

    private Exception? TryRecord(T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_inner.Enabled)
        {
            return null;
        }

        try
        {
            _record(value, tags);
            return null;
        }
#pragma warning disable CA1031 // What a listener throws is the application's fault, and a metric is lost by it, not a call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
