using System.Numerics;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// Round trips of one call in fixed memory: sixteen buckets to each doubling, so a percentile is right to within 6 %; the maximum is exact.
/// Guarded by the ledger's lock.
/// </summary>
internal sealed class RoundTripHistogram
{
    private const int SubBuckets = 16;
    private const int SubBucketBits = 4;

    private int[] _buckets = [];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public (TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max) Percentiles =>
        (Percentile(0.5), Percentile(0.9), Percentile(0.99), Max);

    public void Record(TimeSpan roundTrip)
    {
        var bucket = BucketOf((ulong)Math.Max(0, roundTrip.Ticks / TimeSpan.TicksPerMicrosecond));
        if (bucket >= _buckets.Length)
        {
            Array.Resize(ref _buckets, bucket + SubBuckets);
        }

        _buckets[bucket]++;
        Count++;
        Max = roundTrip > Max ? roundTrip : Max;
    }

    /// <summary>The round trip that this share of all is not longer than.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            seen += _buckets[bucket];
            if (seen >= rank && seen > 0)
            {
                var upper = TimeSpan.FromTicks((long)UpperBoundOf(bucket) * TimeSpan.TicksPerMicrosecond);
                return upper < Max ? upper : Max;
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(ulong microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2(microseconds) - SubBucketBits;
        return ((shift + 1) * SubBuckets) + (int)(microseconds >> shift) - SubBuckets;
    }

    private static ulong UpperBoundOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return (ulong)bucket;
        }

        var shift = (bucket / SubBuckets) - 1;
        return (((ulong)(bucket % SubBuckets) + SubBuckets + 1) << shift) - 1;
    }
}
