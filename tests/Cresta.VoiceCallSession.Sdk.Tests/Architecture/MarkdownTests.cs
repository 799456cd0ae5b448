using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.Tests.Architecture;

/// <summary>A paragraph or a list item in Markdown is one line; editors wrap it.</summary>
public sealed partial class MarkdownTests
{
    private static readonly string[] Files = ["README.md", "CHANGELOG.md"];
    private static readonly string[] Folders = ["docs", "samples", "protos"];

    private enum LineKind
    {
        Blank,
        Block,
        ListItem,
        Text,
    }

    [Fact]
    public void Paragraphs_are_not_wrapped() => Assert.Empty(
        from file in Documents()
        from line in WrappedLines(File.ReadLines(file))
        select $"{Path.GetRelativePath(SourceTree.Repository, file)}:{line} continues the paragraph of the line before; join them");

    [Theory]
    [InlineData("one\n\ntwo\n")]
    [InlineData("# heading\ntext\n## heading\n")]
    [InlineData("- item\n- item\n  - inner item\n    1. step\n")]
    [InlineData("text\n```sh\nline\nline\n```\ntext\n")]
    [InlineData("- item\n\n  ~~~\n  line\n  ```\n  line\n  ~~~\n")]
    [InlineData("| a | b |\n| --- | --- |\n| 1 | 2 |\n")]
    [InlineData("text\n---\ntext\n")]
    [InlineData("[a]: https://example.com\n[b]: https://example.org\n")]
    public void One_line_per_paragraph_passes(string document) => Assert.Empty(WrappedLines(document.Split('\n')));

    [Theory]
    [InlineData("one\ntwo\n", 2)]
    [InlineData("- item\n  continued\n- item\n", 2)]
    [InlineData("- item\ncontinued\n", 2)]
    [InlineData("> quote\n> continued\n", 2)]
    [InlineData("```\nline\n```\n\none\ntwo\n", 6)]
    public void A_wrapped_paragraph_is_found(string document, int line) => Assert.Equal([line], WrappedLines(document.Split('\n')));

    private static IEnumerable<string> Documents() => Files.Select(PathOf).Concat(Folders
        .SelectMany(static folder => Directory.EnumerateFiles(PathOf(folder), "*.md", SearchOption.AllDirectories))
        .Where(static file => !IsBuildOutput(file))
        .Order(StringComparer.Ordinal));

    private static string PathOf(string name) => Path.Combine(SourceTree.Repository, name);

    private static bool IsBuildOutput(string file) =>
        Path.GetRelativePath(SourceTree.Repository, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj");

    /// <summary>The numbers, from 1, of the lines that continue a paragraph or a list item.</summary>
    private static IEnumerable<int> WrappedLines(IEnumerable<string> lines)
    {
        var (number, previous, fence) = (0, LineKind.Blank, "");
        foreach (var line in lines)
        {
            number++;
            var text = line.TrimStart(' ', '>');
            var kind = fence.Length > 0 || IsFence(text) ? LineKind.Block : KindOf(text);
            if (kind == LineKind.Text && previous is LineKind.Text or LineKind.ListItem)
            {
                yield return number;
            }

            fence = FenceAfter(fence, text);
            previous = kind;
        }
    }

    private static LineKind KindOf(string text) =>
        text.Length == 0 ? LineKind.Blank
        : ListItem().IsMatch(text) ? LineKind.ListItem
        : Block().IsMatch(text) ? LineKind.Block
        : LineKind.Text;

    private static bool IsFence(string text) =>
        text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("~~~", StringComparison.Ordinal);

    /// <summary>The marker of the open fence after a line; empty outside of one.</summary>
    private static string FenceAfter(string fence, string text) =>
        fence.Length == 0 ? IsFence(text) ? text[..3] : ""
        : text.StartsWith(fence, StringComparison.Ordinal) && text.Trim().Trim(fence[0]).Length == 0 ? ""
        : fence;

    [GeneratedRegex(@"^([-*+]|\d+[.)])\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ListItem();

    /// <summary>Table rows, headings, rules, HTML, and definitions of links.</summary>
    [GeneratedRegex(@"^(\||#{1,6}\s|(-{3,}|\*{3,}|_{3,})\s*$|<|\[[^\]]+\]:\s)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();
}
