using System.Globalization;
namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>Whether the calls left anything behind.</summary>
internal static class SoakResult
{
    // The system's and the collector's pages breathe by some MiB. What leaks by the call or by the message shows in what is left of the
    // heap first.
    private const double ToleratedWorkingSet = 8;
    private const double ToleratedHeap = 2;
    private const int FaultsShown = 10;

    /// <summary>Prints what was found. Gives the exit code.</summary>
    public static int Print(Tally tally, MemoryMeter memory, int cuts, TimeSpan length)
    {
        var faults = tally.Faults;
        foreach (var fault in faults.Take(FaultsShown))
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"calls: {tally.Begun} begun, {tally.Ended} ended, {faults.Count} faults; "
            + $"{tally.Bytes / 8000.0 / 3600:0.0} hours of audio acknowledged"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"outages: {cuts} connections cut, {tally.Reconnects} reconnects, {tally.Replayed} messages sent again, "
                + $"{tally.BacklogPeakMs / 1000:0.00} s of audio waited at the most"));
        Console.WriteLine($"working set: {memory.WorkingSet.Describe(ToleratedWorkingSet)}");
        Console.WriteLine($"heap: {memory.Heap.Describe(ToleratedHeap)}");
        Console.WriteLine($"buffers: {tally.BufferBalance} of the pool not returned");

        string[] failures =
        [
            .. faults.Count > 0 ? ["not every call was delivered"] : Array.Empty<string>(),
            .. tally.Live != 0 ? ["not every call ended"] : Array.Empty<string>(),
            .. cuts < length.TotalSeconds / 2 ? ["too few connections were cut to tell"] : Array.Empty<string>(),
            .. tally.Reconnects < cuts ? ["too few calls were hit to tell"] : Array.Empty<string>(),
            .. !memory.WorkingSet.IsFlat(ToleratedWorkingSet) ? ["the working set grew"] : Array.Empty<string>(),
            .. !memory.Heap.IsFlat(ToleratedHeap) ? ["the heap grew"] : Array.Empty<string>(),
            .. tally.BufferBalance != 0 ? ["the pool is out of balance"] : Array.Empty<string>(),
        ];
        Console.WriteLine(failures.Length == 0 ? "Passed: nothing lost, nothing left behind." : $"FAILED: {string.Join("; ", failures)}.");
        return failures.Length == 0 ? 0 : 1;
    }
}
