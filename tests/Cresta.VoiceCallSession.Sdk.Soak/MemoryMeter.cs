using System.Diagnostics;
using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>Looks at the memory of the process each second, and tells of it now and then.</summary>
internal sealed class MemoryMeter(Tally tally, StreamCounter streams, FaultProxy proxy, TimeProvider timeProvider)
{
    private const double MiB = 1024 * 1024;
    private const int SecondsPerCollection = 5;
    private const int SecondsPerLine = 10;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<double> _workingSets = [];
    private readonly List<double> _heaps = [];

    public GrowthOf WorkingSet => GrowthOf.Samples(_workingSets);

    /// <summary>What is left of the heap after a full collection, which is what the calls hold.</summary>
    public GrowthOf Heap => GrowthOf.Samples(_heaps);

    public async Task RunAsync(TimeSpan length)
    {
        var start = timeProvider.GetTimestamp();
        using var timer = new PeriodicTimer(Period, timeProvider);
        while (timeProvider.GetElapsedTime(start) < length - Period && await timer.WaitForNextTickAsync())
        {
            using var process = Process.GetCurrentProcess();
            _workingSets.Add(process.WorkingSet64 / MiB);
            if (_workingSets.Count % SecondsPerCollection == 0)
            {
                _heaps.Add(GC.GetTotalMemory(forceFullCollection: true) / MiB);
            }

            if (_workingSets.Count % SecondsPerLine == 0)
            {
                Tell();
            }
        }
    }

    private void Tell() =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_workingSets.Count,5} s  working set {_workingSets[^1],6:0.0} MiB  heap {_heaps[^1],5:0.0} MiB  live calls {tally.Live}  "
                + $"ended {tally.Ended}  reconnects {streams.Opened - tally.Begun}  connections {proxy.ConnectionCount}"));
}
