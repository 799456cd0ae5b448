namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>Bounds of options that are durations. Every upper bound is one that timers, handlers and Polly accept.</summary>
internal static class DurationRules
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestPing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The wait that a timer is set to. Timers take 49 days at most; whoever waits longer sets the timer again.</summary>
    public static TimeSpan ToTimer(TimeSpan wait) => wait < Day ? wait : Day;

    /// <summary>10 ms to 1 day.</summary>
    public static IEnumerable<string> TimeoutFaults(params (string Name, TimeSpan Value)[] timeouts) =>
        timeouts.SelectMany(static timeout => RangeFaults(timeout.Name, timeout.Value, ShortestTimeout, Day, "10 ms to 1 day"));

    /// <summary>1 s to 1 day.</summary>
    public static IEnumerable<string> IntervalFaults(params (string Name, TimeSpan Value)[] intervals) =>
        intervals.SelectMany(static interval => RangeFaults(interval.Name, interval.Value, ShortestPing, Day, "1 s to 1 day"));

    /// <summary>More than 0, at most 1 day.</summary>
    public static IEnumerable<string> PositiveFaults(params (string Name, TimeSpan Value)[] durations) =>
        durations.SelectMany(static duration => RangeFaults(duration.Name, duration.Value, Tick, Day, "more than 0, at most 1 day"));

    /// <summary>0 to 1 day.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="meaningOfZero">The effect of 0.</param>
    public static IEnumerable<string> OptionalFaults(string name, TimeSpan value, string meaningOfZero) =>
        RangeFaults(name, value, TimeSpan.Zero, Day, $"0 ({meaningOfZero}) to 1 day");

    public static IEnumerable<string> RangeFaults(string name, TimeSpan value, TimeSpan least, TimeSpan most, string range)
    {
        if (value < least || value > most)
        {
            yield return $"{name} is {value}; give {range}.";
        }
    }

    /// <summary>The faults of the two bounds of a back-off.</summary>
    /// <param name="section">The options that they belong to, for example <c>Retry</c>.</param>
    /// <param name="baseDelay">The first.</param>
    /// <param name="maxDelay">The last.</param>
    public static IEnumerable<string> BackOffFaults(string section, TimeSpan baseDelay, TimeSpan maxDelay)
    {
        foreach (var fault in PositiveFaults(($"{section}.BaseDelay", baseDelay)).Concat(
            RangeFaults($"{section}.MaxDelay", maxDelay, TimeSpan.MinValue, Day, "at most 1 day")))
        {
            yield return fault;
        }

        if (maxDelay < baseDelay)
        {
            yield return $"{section}.MaxDelay is {maxDelay}, less than {section}.BaseDelay ({baseDelay}); give at least that.";
        }
    }
}
