using System.Reflection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>Places that only the build knows, handed over as assembly metadata.</summary>
internal static class BuildPaths
{
    public static string Of(string key) =>
        typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value!;
}
