using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>Measures by how much this machine is late for what is due, for tests that read clocks at both ends of a moment.</summary>
internal sealed class StallMeter : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _measuring;
    private long _longest;

    public StallMeter() => _measuring = MeasureAsync();

    /// <summary>The longest that something came too late until now.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _measuring;
        _stop.Dispose();
    }

    private async Task MeasureAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var before = Stopwatch.GetTimestamp();
            await Task.Delay(Period, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var late = Stopwatch.GetElapsedTime(before) - Period;
            Volatile.Write(ref _longest, Math.Max(_longest, late.Ticks));
        }
    }
}
