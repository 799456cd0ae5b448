using System.Runtime.CompilerServices;

namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>Bounds of the times in scripts: those that timers accept.</summary>
internal static class ScriptTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or more than a day.</exception>
    public static void ThrowIfOutOfRange(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
    }

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is not positive or more than a day.</exception>
    public static void ThrowIfNotPositive(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
    }
}
