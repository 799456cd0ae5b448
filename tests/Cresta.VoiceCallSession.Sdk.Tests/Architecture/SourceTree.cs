using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>The repository's sources, parsed.</summary>
internal static class SourceTree
{
    private static readonly CSharpParseOptions Options =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithPreprocessorSymbols(
            "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER");

    /// <summary>The syntax trees of the packages, or of the samples, without what the build generates.</summary>
    /// <param name="folder"><c>src</c> or <c>samples</c>.</param>
    public static IReadOnlyList<SyntaxTree> Of(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !IsGenerated(file))
            .Select(Parse)];

    /// <summary>What the build generates for a package: messages, the assembly's attributes, implicit usings.</summary>
    /// <param name="package">The package's folder in <c>src</c>.</param>
    public static IEnumerable<SyntaxTree> GeneratedBy(string package)
    {
        // The tests are built for the same configuration and framework.
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var generated = Path.Combine(Repository, "src", package, "obj", framework.Parent!.Name, framework.Name);
        return Directory.Exists(generated) ? Directory.EnumerateFiles(generated, "*.cs", SearchOption.AllDirectories).Select(Parse) : [];
    }

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            static a => string.Equals(a.Key, "Docs", StringComparison.Ordinal)).Value!, ".."));

    private static SyntaxTree Parse(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options, file);

    private static bool IsGenerated(string file)
    {
        var parts = Path.GetRelativePath(Repository, file).Split(Path.DirectorySeparatorChar);
        return parts.Contains("obj") || parts.Contains("bin");
    }
}
