namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What options that are durations must be, wherever they stand.</summary>
internal static class DurationRules
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public static IEnumerable<string> TimeoutFaults(params (string Name, TimeSpan Value)[] timeouts) =>
        timeouts.Where(static timeout => timeout.Value < ShortestTimeout || timeout.Value > LongestTimeout)
            .Select(static timeout => $"{timeout.Name} is {timeout.Value}; give 10 ms to 1 day.");

    /// <summary>What is wrong with the two bounds of a back-off.</summary>
    /// <param name="section">The options that they belong to, for example <c>Retry</c>.</param>
    /// <param name="baseDelay">The first.</param>
    /// <param name="maxDelay">The last.</param>
    public static IEnumerable<string> BackOffFaults(string section, TimeSpan baseDelay, TimeSpan maxDelay)
    {
        if (baseDelay <= TimeSpan.Zero)
        {
            yield return $"{section}.BaseDelay is {baseDelay}; give more than 0.";
        }

        if (maxDelay < baseDelay)
        {
            yield return $"{section}.MaxDelay is {maxDelay}, less than {section}.BaseDelay ({baseDelay}); give at least that.";
        }
    }
}
