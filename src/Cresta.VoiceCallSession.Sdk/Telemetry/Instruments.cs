using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// The instruments, named and measured as OpenTelemetry's conventions have it. No tag names a call or a party. None is touched on a media
/// thread: a listener's code runs where a value is recorded.
/// </summary>
internal static class Instruments
{
    private const string Prefix = "cresta.voicecallsession.";

    // Collectors have bounds of their own for milliseconds up to ten seconds; those of seconds need these.
    private static readonly double[] Latencies = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];
    private static readonly double[] Waits = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
    private static readonly double[] Lifetimes = [1, 5, 15, 60, 300, 600, 1200, 1800, 3600, 7200, 14400];
    private static readonly double[] Backlogs = [0, 20, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 20000, 30000, 60000];

    private static readonly string Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3) ?? "0";
    private static readonly Meter Meter = new(VoiceCallSessionTelemetry.MeterName, Version);

    public static ActivitySource Activities { get; } = new(VoiceCallSessionTelemetry.ActivitySourceName, Version);

    public static SafeInstrument<long> LiveCalls { get; } =
        SafeInstrument<long>.Around(Meter.CreateUpDownCounter<long>($"{Prefix}calls.live", "{call}", "Open calls."));

    public static SafeInstrument<long> EndedCalls { get; } = Counter("calls.ended", "{call}", "Calls that ended, by outcome and status.");

    public static SafeInstrument<long> Attempts { get; } = Counter("attempts", "{attempt}", "Streams that ended, by cause and status.");

    public static SafeInstrument<double> AttemptDuration { get; } = Histogram(
        "attempt.duration", "s", "Duration of streams.", Lifetimes);

    public static SafeInstrument<long> Reconnects { get; } =
        Counter("reconnects", "{reconnect}", "Streams that replaced a broken one, by its status.");

    public static SafeInstrument<long> Retries { get; } = Counter("retries", "{retry}", "Retries, by operation.");

    public static SafeInstrument<double> PushedBackWaits { get; } = Histogram(
        "retry.pushback", "s", "Delays that a server requested.", Waits);

    public static SafeInstrument<long> AudioBytes { get; } =
        Counter("audio", "By", "Audio by disposition: offered, acknowledged, unacknowledged, dropped, refused, replayed.");

    public static SafeInstrument<double> AudioSeconds { get; } =
        SafeInstrument<double>.Around(
            Meter.CreateCounter<double>($"{Prefix}audio.duration", "s", "Playing time of audio by disposition."));

    public static SafeInstrument<double> Backlog { get; } =
        Histogram("backlog", "ms", "Audio of one participant that waits to be written, sampled about once a second a call.", Backlogs);

    public static SafeInstrument<double> RoundTrip { get; } =
        Histogram("acknowledgement.duration", "s", "Time from a message's write to the answer to it.", Latencies);

    public static SafeInstrument<double> QueueWait { get; } = Histogram(
        "queue.wait", "s", "Time from a message's offer to its write.", Latencies);

    public static SafeInstrument<long> TokenRefreshes { get; } =
        Counter("token.refreshes", "{refresh}", "Token requests, by status.");

    public static SafeInstrument<long> CallbackErrors { get; } =
        Counter("callbacks.failed", "{exception}", "Exceptions of the application's loggers, listeners and propagators.");

    public static SafeInstrument<long> UnansweredStreams { get; } =
        Counter("streams.unanswered", "{stream}", "Streams over REST without any response during the first seconds of writing.");

    private static SafeInstrument<long> Counter(string name, string unit, string description) =>
        SafeInstrument<long>.Around(Meter.CreateCounter<long>(Prefix + name, unit, description));

    private static SafeInstrument<double> Histogram(string name, string unit, string description, double[] bounds)
    {
#if NET9_0_OR_GREATER
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds };
        return SafeInstrument<double>.Around(Meter.CreateHistogram(Prefix + name, unit, description, tags: null, advice));
#else
        // .NET 8 has no way to advise bounds; there they are the application's to set, by views.
        _ = bounds;
        return SafeInstrument<double>.Around(Meter.CreateHistogram<double>(Prefix + name, unit, description));
#endif
    }
}
