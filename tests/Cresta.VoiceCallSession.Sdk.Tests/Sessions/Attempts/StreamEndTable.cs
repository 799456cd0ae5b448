using System.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Attempts;

/// <summary>The table of <c>docs/resilience.md</c>: made by, end, what a first opening does, what a live call does.</summary>
public sealed class StreamEndTable : TheoryData<string, string, string, string>
{
    public StreamEndTable()
    {
        var docs = typeof(StreamEndTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            a => string.Equals(a.Key, "Docs", StringComparison.Ordinal)).Value!;
        var rows = File.ReadLines(Path.Combine(docs, "resilience.md"))
            .SkipWhile(line => !line.StartsWith("| made by |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        foreach (var row in rows)
        {
            var cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            Add(cells[0], cells[1], cells[2], cells[3]);
        }
    }
}
