using System.Collections.Immutable;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>All toxics on one direction of one connection, in the form in which the pump asks for them. Immutable.</summary>
internal sealed class ToxicsInForce
{
    private readonly ImmutableArray<ToxicInForce> _all;
    private readonly ToxicInForce[] _triggers;
    private readonly Toxic[] _latencies;

    private ToxicsInForce(ImmutableArray<ToxicInForce> all)
    {
        _all = all;
        _triggers = [.. all.Where(t => t.Toxic.IsTrigger)];
        _latencies = [.. Of(ToxicKind.Latency)];
        BytesPerSecond = Of(ToxicKind.Bandwidth).Min(t => (int?)t.Bytes);
        Slicer = Of(ToxicKind.Slicer).MinBy(t => t.Bytes);
    }

    public static ToxicsInForce None { get; } = new([]);

    /// <summary>Null without a limit.</summary>
    public int? BytesPerSecond { get; }

    public Toxic? Slicer { get; }

    public bool HasLatency => _latencies.Length > 0;

    public ToxicsInForce With(ToxicInForce toxic) => new(_all.Add(toxic));

    public ToxicsInForce Without(Func<AddedToxic, bool> removed) => new(_all.RemoveAll(t => removed(t.Added)));

    public bool Contains(ToxicInForce toxic) => _all.Contains(toxic);

    public TimeSpan NextLatency(Random random)
    {
        var sum = TimeSpan.Zero;
        foreach (var latency in _latencies)
        {
            sum += latency.Delay;
            if (latency.Jitter > TimeSpan.Zero)
            {
                sum += ((2 * random.NextDouble()) - 1) * latency.Jitter;
            }
        }

        return sum > TimeSpan.Zero ? sum : TimeSpan.Zero;
    }

    /// <summary>The one that acts first, and how many bytes may still pass until then.</summary>
    public ToxicInForce? NextTrigger(long forwarded, out long bytesLeft)
    {
        ToxicInForce? next = null;
        bytesLeft = long.MaxValue;
        foreach (var trigger in _triggers)
        {
            if (trigger.BytesLeft(forwarded) is var left && left < bytesLeft)
            {
                (next, bytesLeft) = (trigger, left);
            }
        }

        return next;
    }

    private IEnumerable<Toxic> Of(ToxicKind kind) => _all.Select(t => t.Toxic).Where(t => t.Kind == kind);
}
