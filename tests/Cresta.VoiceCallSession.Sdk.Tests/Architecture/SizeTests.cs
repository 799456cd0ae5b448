using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>Types and files stay small enough to be read at once.</summary>
public sealed class SizeTests
{
    private const int MaxTypeLines = 350;
    private const int MaxMedianFileLines = 90;

    [Fact]
    public void No_type_has_more_than_350_lines_over_all_its_files_without_documentation()
    {
        var sizes = SourceTree.Of("src")
            .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(
                static type => type.Parent is not BaseTypeDeclarationSyntax))
            .GroupBy(static type => $"{Package(type)}: {type.Identifier.Text}{(type as TypeDeclarationSyntax)?.TypeParameterList}",
                StringComparer.Ordinal)
            .Select(static parts => (Name: parts.Key, Lines: parts.Sum(LinesOf)));
        Assert.All(sizes, static type => Assert.True(type.Lines <= MaxTypeLines, $"{type.Name} has {type.Lines} lines"));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    public void The_median_file_has_at_most_90_lines(string folder)
    {
        var lengths = SourceTree.Of(folder).Select(static tree => tree.GetText().Lines.Count).Order().ToArray();
        Assert.InRange(lengths[lengths.Length / 2], 1, MaxMedianFileLines);
    }

    private static string Package(SyntaxNode node) =>
        Path.GetRelativePath(Path.Combine(SourceTree.Repository, "src"), node.SyntaxTree.FilePath).Split(Path.DirectorySeparatorChar)[0];

    private static int LinesOf(BaseTypeDeclarationSyntax type)
    {
        var span = type.GetLocation().GetLineSpan();
        var documentation = type.DescendantTrivia(descendIntoTrivia: false)
            .Where(static trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
            .Where(trivia => type.Span.Contains(trivia.Span))
            .Sum(static trivia => trivia.ToFullString().Count(static c => c == '\n'));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1 - documentation;
    }
}
