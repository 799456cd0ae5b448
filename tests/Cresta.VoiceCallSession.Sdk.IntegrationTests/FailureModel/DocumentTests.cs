using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>The failure model's document tells the truth about its tests.</summary>
public sealed partial class DocumentTests
{
    private static readonly (char Section, int Rows)[] Model = [('N', 15), ('S', 14), ('P', 8), ('M', 7), ('I', 12)];

    [Fact]
    public void Every_row_has_a_test_of_its_name_or_says_why_not()
    {
        var root = Path.GetDirectoryName(BuildPaths.Of("Protos"))!;
        var rows = File.ReadAllLines(Path.Combine(root, "docs", "failure-model.md")).Where(line => Row().IsMatch(line)).ToDictionary(line => Row().Match(line).Groups["id"].Value, StringComparer.Ordinal);
        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Concat(
            Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Properties.cs", SearchOption.AllDirectories));
        var tested = sources.SelectMany(file => TestName().Matches(File.ReadAllText(file))).Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (section, count) in Model)
        {
            foreach (var id in Enumerable.Range(1, count).Select(number => $"{section}{number}"))
            {
                Assert.True(rows.TryGetValue(id, out var row), $"{id} has no row");
                Assert.True(tested.Contains(id) || row.Contains("Does not apply", StringComparison.Ordinal), $"{id} has no test, and its row does not say why");
            }
        }
    }

    [GeneratedRegex(@"^\| (?<id>[NSPMI]\d+) \|", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"(Task|void) (?<id>[NSPMI]\d+)_", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
