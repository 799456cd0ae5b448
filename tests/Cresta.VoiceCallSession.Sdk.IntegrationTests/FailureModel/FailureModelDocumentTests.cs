using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>The document of the failure model names tests that are there, and no test of a row is left out.</summary>
public sealed partial class FailureModelDocumentTests
{
    /// <summary>
    /// Ids of rows by which tests of either test project begin. Read from their sources, since this project knows only its own assembly.
    /// </summary>
    private static readonly HashSet<string> Tested = Directory
        .EnumerateFiles(Path.Combine(BuildPaths.Of("Repository"), "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => TestNames().Matches(File.ReadAllText(file)).Select(match => match.Groups["id"].Value))
        .ToHashSet(StringComparer.Ordinal);

    private static readonly Dictionary<string, (string Promise, string Test)> Rows = Row()
        .Matches(File.ReadAllText(Path.Combine(BuildPaths.Of("Repository"), "docs", "failure-model.md")))
        .ToDictionary(match => match.Groups["id"].Value, match =>
            (match.Groups["promise"].Value, match.Groups["test"].Value), StringComparer.Ordinal);

    [Fact]
    public void Every_row_names_a_test_that_is_there_or_says_why_it_does_not_apply() => Assert.Empty(
        Rows.Where(row => row.Value.Promise.StartsWith("Does not apply: ", StringComparison.Ordinal)
            ? Tested.Contains(row.Key)
            : !(row.Value.Test.Contains($"`{row.Key}_…`", StringComparison.Ordinal) && Tested.Contains(row.Key))).Select(row => row.Key));

    [Fact]
    public void Every_test_of_a_row_has_its_row() => Assert.Empty(Tested.Except(Rows.Keys));

    [Theory]
    [InlineData("N", 19)]
    [InlineData("S", 22)]
    [InlineData("A", 9)]
    [InlineData("M", 7)]
    [InlineData("I", 12)]
    public void No_row_is_left_out(string group, int rows) =>
        Assert.Equal(
            Enumerable.Range(1, rows).Select(i => $"{group}{i}"), Rows.Keys.Where(id => id.StartsWith(group, StringComparison.Ordinal)));

    [GeneratedRegex(@"^\s+public (?:async )?(?:Task|void|bool|Property) (?<id>[NSAPMI]\d+)_\w+\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestNames();

    [GeneratedRegex(@"^\| (?<id>[NSAPMI]\d+) \|[^|]*\| (?<promise>[^|]*) \| (?<test>[^|]*) \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Row();
}
