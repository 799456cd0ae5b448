using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>The repository's sources, parsed.</summary>
internal static class SourceTree
{
    /// <summary>The syntax trees of the packages, or of the samples, without what the build generates.</summary>
    /// <param name="folder"><c>src</c> or <c>samples</c>.</param>
    public static IReadOnlyList<SyntaxTree> Of(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !IsGenerated(file))
            .Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest), file))];

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => string.Equals(a.Key, "Docs", StringComparison.Ordinal)).Value!, ".."));

    private static bool IsGenerated(string file)
    {
        var parts = Path.GetRelativePath(Repository, file).Split(Path.DirectorySeparatorChar);
        return parts.Contains("obj") || parts.Contains("bin");
    }
}
