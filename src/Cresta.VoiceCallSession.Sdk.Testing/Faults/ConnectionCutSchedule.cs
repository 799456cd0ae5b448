using Cresta.VoiceCallSession.Sdk.Testing.Primitives;
using Cresta.VoiceCallSession.Sdk.Testing.Scripts;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// When a <see cref="FaultProxy"/> cuts connections. Immutable and thread-safe; the same schedule always gives the same times.
/// </summary>
public sealed class ConnectionCutSchedule
{
    private readonly TimeSpan _min;
    private readonly TimeSpan _max;

    private ConnectionCutSchedule(TimeSpan min, TimeSpan max) => (_min, _max) = (min, max);

    /// <summary>Where the times come from; null when there is no chance in them.</summary>
    public int? Seed { get; private init; }

    /// <summary>Number of cuts; null for no end.</summary>
    public int? Cuts { get; private init; }

    /// <summary>Whether a cut takes one connection, and not all that are open.</summary>
    public bool CutsOne { get; private init; }

    /// <summary>Cuts at regular times, the first after one interval.</summary>
    /// <param name="interval">From one cut to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="interval"/> is not positive or more than a day.</exception>
    public static ConnectionCutSchedule Every(TimeSpan interval)
    {
        ScriptTime.ThrowIfNotPositive(interval);
        return new(interval, interval);
    }

    /// <summary>Cuts at random times.</summary>
    /// <param name="seed">Where they come from.</param>
    /// <param name="min">The shortest time from one cut to the next.</param>
    /// <param name="max">The longest.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="min"/> is not positive, or <paramref name="max"/> is less or more than a day.
    /// </exception>
    public static ConnectionCutSchedule Random(int seed, TimeSpan min, TimeSpan max)
    {
        ScriptTime.ThrowIfNotPositive(min);
        ScriptTime.ThrowIfOutOfRange(max);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        return new(min, max) { Seed = seed };
    }

    /// <summary>The same with an end.</summary>
    /// <param name="cuts">Number of cuts, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cuts"/> is negative.</exception>
    public ConnectionCutSchedule Limit(int cuts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cuts);
        return new(_min, _max) { Seed = Seed, Cuts = cuts, CutsOne = CutsOne };
    }

    /// <summary>The same, with one connection at a time (<see cref="FaultProxy.CutOne"/>).</summary>
    public ConnectionCutSchedule OneAtATime() => new(_min, _max) { Seed = Seed, Cuts = Cuts, CutsOne = true };

    /// <summary>When the cuts come, from the schedule's start. Without an end when the schedule has none.</summary>
    public IEnumerable<TimeSpan> Times()
    {
        var random = new Random(Seed ?? 0);
        var time = TimeSpan.Zero;
        for (var cut = 0; Cuts is null || cut < Cuts; cut++)
        {
            time += _min + (random.NextDouble() * (_max - _min));
            yield return time;
        }
    }

    /// <summary>All that is needed to repeat it, such as <c>10 cuts of all connections, every 0.5 s to 2 s, seed 7</c>.</summary>
    public override string ToString()
    {
        var count = Cuts is { } cuts ? $"{cuts} cuts" : "cuts";
        var time = _min == _max ? Seconds.Of(_min) : $"{Seconds.Of(_min)} to {Seconds.Of(_max)}";
        return $"{count} of {(CutsOne ? "one connection" : "all connections")}, every {time}{(Seed is { } seed ? $", seed {seed}" : "")}";
    }
}
