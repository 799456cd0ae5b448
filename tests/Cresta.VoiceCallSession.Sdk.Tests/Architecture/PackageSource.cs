using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>A package's sources as the compiler sees them, method bodies included.</summary>
internal sealed class PackageSource
{
    private const string Generated = "";
    private readonly string _folder;
    private readonly CSharpCompilation _compilation;

    private PackageSource(string name, IEnumerable<MetadataReference> references)
    {
        _folder = Path.Combine(SourceTree.Repository, "src", name);
        _compilation = CSharpCompilation.Create(
            name,
            SourceTree.Of(Path.Combine("src", name)).Concat(SourceTree.GeneratedBy(name)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static PackageSource Sdk { get; } = new("Cresta.VoiceCallSession.Sdk", References());

    public static PackageSource Testing { get; } = new(
        "Cresta.VoiceCallSession.Sdk.Testing", [.. References(), Sdk._compilation.ToMetadataReference()]);

    /// <summary>The types of the package with the folder of each of their files, without those of the build.</summary>
    public IEnumerable<(INamedTypeSymbol Type, string Folder)> Types() =>
        from tree in _compilation.SyntaxTrees
        let folder = FolderOf(tree)
        where folder != Generated
        let model = _compilation.GetSemanticModel(tree)
        from declaration in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where declaration is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && declaration.Parent is not BaseTypeDeclarationSyntax
        select ((INamedTypeSymbol)model.GetDeclaredSymbol(declaration)!, folder);

    /// <summary>Each use of a type of the package in another folder: by its name, or by one of its members.</summary>
    public IEnumerable<TypeReference> References(IReadOnlyDictionary<string, int> order) =>
        from tree in _compilation.SyntaxTrees
        let folder = FolderOf(tree)
        where folder != Generated
        let model = _compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let used = UsedType(model.GetSymbolInfo(name))
        where used is not null
        let folders = FoldersOf(used)
        where folders.Count > 0 && !folders.Contains(folder, StringComparer.Ordinal)
        select new TypeReference(
            folder, DeclaringType(name), folders.MaxBy(f => order.GetValueOrDefault(f, -1))!, used.Name,
                $"{Path.GetFileName(tree.FilePath)}:{LineOf(name)} {name}");

    private static INamedTypeSymbol? UsedType(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol as INamedTypeSymbol ?? (symbol is INamespaceSymbol ? null : symbol?.ContainingType);
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static string DeclaringType(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.Text ?? "";

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static List<MetadataReference> References()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = Path.Combine(runtime, "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(runtime));
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => !Path.GetFileName(file).StartsWith("Cresta.", StringComparison.Ordinal));
        return [.. trusted.Concat(Directory.EnumerateFiles(web, "*.dll")).DistinctBy(Path.GetFileName).Select(
            static file => MetadataReference.CreateFromFile(file))];
    }

    private List<string> FoldersOf(INamedTypeSymbol type) =>
        [.. type.OriginalDefinition.Locations.Where(static location => location.IsInSource).Select(
            location => FolderOf(location.SourceTree!)).Where(static folder => folder != Generated)];

    /// <summary>
    /// The folder of a file below the package's; empty for those of the build and for the package's own, which has no types.
    /// </summary>
    private string FolderOf(SyntaxTree tree)
    {
        var path = Path.GetRelativePath(_folder, tree.FilePath).Replace(Path.DirectorySeparatorChar, '/');
        return path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal) ? Generated
            : Path.GetDirectoryName(path)!.Replace('\\', '/');
    }
}
