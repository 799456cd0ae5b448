using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>
/// The instruments, named and measured as OpenTelemetry's conventions have it. No tag names a call or a party. None is touched on a media thread: a listener's code runs where a
/// value is recorded.
/// </summary>
internal static class Instruments
{
    private const string Prefix = "cresta.voicecallsession.";

    private static readonly string Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3) ?? "0";
    private static readonly Meter Meter = new(VoiceCallSessionTelemetry.MeterName, Version);

    public static ActivitySource Activities { get; } = new(VoiceCallSessionTelemetry.ActivitySourceName, Version);

    public static UpDownCounter<long> LiveCalls { get; } = Meter.CreateUpDownCounter<long>($"{Prefix}calls.live", "{call}", "Calls that are open.");

    public static Counter<long> EndedCalls { get; } = Meter.CreateCounter<long>($"{Prefix}calls.ended", "{call}", "Calls that ended, by outcome and status.");

    public static Counter<long> Attempts { get; } = Meter.CreateCounter<long>($"{Prefix}attempts", "{attempt}", "Streams that ended, by cause and status.");

    public static Histogram<double> AttemptDuration { get; } = Meter.CreateHistogram<double>($"{Prefix}attempt.duration", "s", "How long streams lasted.");

    public static Counter<long> Reconnects { get; } = Meter.CreateCounter<long>($"{Prefix}reconnects", "{reconnect}", "Streams that took over from a broken one, by the status that broke it.");

    public static Counter<long> Retries { get; } = Meter.CreateCounter<long>($"{Prefix}retries", "{retry}", "Attempts that were made again, by operation.");

    public static Histogram<double> PushedBackWaits { get; } = Meter.CreateHistogram<double>($"{Prefix}retry.pushback", "s", "Waits that a server asked for.");

    public static Counter<long> AudioBytes { get; } = Meter.CreateCounter<long>($"{Prefix}audio", "By", "Audio by what became of it: offered, acknowledged, dropped, refused, replayed.");

    public static Counter<double> AudioSeconds { get; } = Meter.CreateCounter<double>($"{Prefix}audio.duration", "s", "Playing time of audio by what became of it.");

    public static Histogram<double> Backlog { get; } = Meter.CreateHistogram<double>($"{Prefix}backlog", "ms", "Audio of one participant that waits to be written, sampled about once a second a call.");

    public static Histogram<double> RoundTrip { get; } = Meter.CreateHistogram<double>($"{Prefix}acknowledgement.duration", "s", "Time from a message's write to the answer to it.");

    public static Histogram<double> QueueWait { get; } = Meter.CreateHistogram<double>($"{Prefix}queue.wait", "s", "Time from a message's offer to its write.");

    public static Counter<long> TokenRefreshes { get; } = Meter.CreateCounter<long>($"{Prefix}token.refreshes", "{refresh}", "Tokens that were fetched, by whether that succeeded.");
}
