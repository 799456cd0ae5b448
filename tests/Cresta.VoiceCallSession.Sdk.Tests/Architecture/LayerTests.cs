using Microsoft.CodeAnalysis;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>The order of the layers, which docs/architecture.md describes.</summary>
public sealed class LayerTests
{
    [Fact]
    public void No_folder_of_the_SDK_uses_one_above_it() => ThrowIfUpward(PackageSource.Sdk, Layers.Sdk);

    [Fact]
    public void No_folder_of_the_Testing_package_uses_one_above_it() => ThrowIfUpward(PackageSource.Testing, Layers.Testing);

    [Fact]
    public void Internal_types_are_in_the_namespace_of_their_folder_and_public_ones_in_the_root() => Assert.Empty(
        new[] { PackageSource.Sdk, PackageSource.Testing }.SelectMany(static package => package.Types())
            .Where(static type => !IsInPlace(type.Type, type.Folder))
            .Select(static type => $"{type.Type.ToDisplayString()} in {type.Folder}"));

    [Fact]
    public void No_two_packages_have_a_type_of_the_same_name() => Assert.Empty(
        PackageSource.Sdk.Types().Select(static type => type.Type.MetadataName)
            .Intersect(PackageSource.Testing.Types().Select(static type => type.Type.MetadataName), StringComparer.Ordinal));

    [Fact]
    public void The_documentation_shows_the_same_order()
    {
        var lines = File.ReadLines(Path.Combine(SourceTree.Repository, "docs", "architecture.md")).ToList();
        Assert.Equal(Layers.Sdk, FoldersUnder(lines, "## Layers of the SDK"));
        Assert.Equal(Layers.Testing, FoldersUnder(lines, "## Layers of the Testing package"));
    }

    private static void ThrowIfUpward(PackageSource package, IReadOnlyList<string> layers)
    {
        var order = layers.Select(
            static (folder, place) => (folder, place)).ToDictionary(static f => f.folder, static f => f.place, StringComparer.Ordinal);
        var references = package.References(order).ToList();
        Assert.True(references.Count > 100, "the sources are bound to their symbols");
        Assert.Empty(
            package.Types().Select(static type => type.Folder).Distinct(StringComparer.Ordinal).Except(order.Keys, StringComparer.Ordinal));
        Assert.Empty(references.Where(
            reference => order[reference.ToFolder] < order[reference.FromFolder]).Select(static reference => reference.ToString()));
    }

    private static bool IsInPlace(INamedTypeSymbol type, string folder)
    {
        var space = type.ContainingNamespace.ToDisplayString();
        var root = type.ContainingAssembly.Name;
        return type.DeclaredAccessibility == Accessibility.Public
            ? string.Equals(space, root, StringComparison.Ordinal)
                || space is "Cresta.VoiceCallSession.V1" or "Microsoft.Extensions.DependencyInjection"
            : string.Equals(space, $"{root}.{folder.Replace('/', '.')}", StringComparison.Ordinal);
    }

    /// <summary>The folders of the table's rows: each begins with its name in code style.</summary>
    private static IEnumerable<string> FoldersUnder(List<string> lines, string heading) =>
        lines.SkipWhile(line => !string.Equals(line, heading, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line[3..line.IndexOf('`', 3)]);
}
