using FsCheck.Xunit;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// A property whose random values can be given again: a failure prints a pair of numbers, and <c>CONSERVATION_SEED="(…,…)"</c> runs the same scenarios.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReplayablePropertyAttribute : PropertyAttribute
{
    public ReplayablePropertyAttribute()
    {
        Replay = Environment.GetEnvironmentVariable("CONSERVATION_SEED") is { Length: > 0 } seed ? seed : null;
    }
}
