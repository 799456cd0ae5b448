using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions;

/// <summary>The small parts that the books rest on, against plain restatements of what they do.</summary>
public sealed class BookkeepingTests
{
    [Property(MaxTest = 300)]
    public void Ranges_hold_exactly_what_was_added(byte[] numbers)
    {
        var ranges = new NumberRanges();
        var plain = new HashSet<long>();
        foreach (var number in numbers)
        {
            ranges.Add(number);
            plain.Add(number);
        }

        for (var number = -1; number <= 256; number++)
        {
            Assert.Equal(plain.Contains(number), ranges.Contains(number));
        }
    }

    [Property(MaxTest = 300)]
    public void Open_entries_stay_in_order_through_growth_and_removal(byte[] steps)
    {
        var entries = new OpenEntries();
        var plain = new List<long>();
        var next = 0L;
        foreach (var step in steps)
        {
            if (step % 3 == 0 && plain.Count > 0)
            {
                Assert.Equal(plain[0], entries.RemoveFirst().Number);
                plain.RemoveAt(0);
            }
            else
            {
                next += step + 1;
                entries.Add(new LedgerEntry(next, null, 0, 0, null, 0));
                plain.Add(next);
            }
        }

        Assert.Equal(plain.Count, entries.Count);
        for (var i = 0; i < plain.Count; i++)
        {
            Assert.Equal(i, entries.IndexOf(plain[i]));
        }

        Assert.True(entries.IndexOf(next + 1) < 0);
    }

    [Property(MaxTest = 300)]
    public void Percentiles_are_right_to_within_six_percent_and_the_maximum_exactly(uint[] microseconds)
    {
        var histogram = new RoundTripHistogram();
        foreach (var value in microseconds)
        {
            histogram.Record(TimeSpan.FromMicroseconds(value));
        }

        if (microseconds.Length == 0)
        {
            Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
            return;
        }

        var sorted = microseconds.Order().ToArray();
        Assert.Equal(TimeSpan.FromMicroseconds(sorted[^1]), histogram.Max);
        foreach (var share in new[] { 0.5, 0.99 })
        {
            double exact = sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
            Assert.InRange(histogram.Percentile(share).TotalMicroseconds, exact, (exact * 1.0625) + 1);
        }
    }

    [Fact]
    public async Task A_signal_that_was_set_before_the_wait_is_not_lost_and_two_are_one()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();
        await signal.WaitAsync();
        var waiting = signal.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        signal.Set();
        await waiting.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_signal_loses_no_wake_up_under_contention()
    {
        var signal = new AsyncSignal();
        var produced = 0;
        var consumer = Task.Run(async () =>
        {
            while (Volatile.Read(ref produced) < 100_000)
            {
                await signal.WaitAsync();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 25_000; i++)
            {
                Interlocked.Increment(ref produced);
                signal.Set();
            }
        })));
        await consumer.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
