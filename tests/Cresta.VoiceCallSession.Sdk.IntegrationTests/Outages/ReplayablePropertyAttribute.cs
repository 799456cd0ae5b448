using System.Globalization;
using System.Security.Cryptography;
using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// A property whose random values can be given again: each run writes its seed to its output, a failure that of the scenario that it
/// shrank, and <c>CONSERVATION_SEED="(…,…)"</c> runs the same scenarios. <c>CONSERVATION_COUNT</c> is the number of scenarios of each
/// property.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReplayablePropertyAttribute : PropertyAttribute
{
    private const int DefaultCount = 260;

    public ReplayablePropertyAttribute()
    {
        Replay = Seed;
        MaxTest = GivenCount ?? DefaultCount;
    }

    /// <summary>Whether the number of scenarios is given, as in a run of these properties alone.</summary>
    public static bool IsDedicatedRun => GivenCount is not null;

    /// <summary>The seed of this run: given, or drawn.</summary>
    public static string Seed { get; } = Environment.GetEnvironmentVariable("CONSERVATION_SEED") is { Length: > 0 } given ? given : Draw();

    private static int? GivenCount =>
        Environment.GetEnvironmentVariable("CONSERVATION_COUNT") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture) : null;

    // The second number, by which the generator steps, has to be odd.
    private static string Draw()
    {
        var numbers = RandomNumberGenerator.GetBytes(16);
        return $"({BitConverter.ToUInt64(numbers)},{BitConverter.ToUInt64(numbers, 8) | 1})";
    }
}
