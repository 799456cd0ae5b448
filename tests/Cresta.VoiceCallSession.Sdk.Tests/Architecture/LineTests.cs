using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>Lines stay within the limit of <c>.editorconfig</c>.</summary>
public sealed class LineTests
{
    private const int MaxColumns = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void No_line_of_code_has_more_than_140_columns(string folder) => Assert.Empty(
        from tree in SourceTree.Of(folder)
        from line in tree.GetText().Lines
        where line.Span.Length > MaxColumns && !HasData(tree, line.Span)
        select $"{Path.GetRelativePath(SourceTree.Repository, tree.FilePath)}:{line.LineNumber + 1} has {line.Span.Length} columns");

    /// <summary>Whether the line has a literal with quotes in it: JSON, a header or a pattern, which is not wrapped.</summary>
    private static bool HasData(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan line) =>
        tree.GetRoot().DescendantTokens(line)
            .Any(static token => IsLiteral(token.Kind()) && token.ValueText.Contains('"', StringComparison.Ordinal));

    private static bool IsLiteral(SyntaxKind kind) => kind is SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;
}
