using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Spectre.Console;

namespace Doctor;

/// <summary>The report for people.</summary>
internal static class DiagnosisTable
{
    public static void Write(IAnsiConsole console, DiagnosisReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"{report.Endpoint}, transport {report.Transport}").ShowRowSeparators()
            .AddColumn("Check").AddColumn("Verdict").AddColumn("Finding").AddColumn("Next step").AddColumn(new TableColumn("ms").RightAligned());
        foreach (var check in report.Checks)
        {
            // As text: what a server names may hold what Spectre takes for markup.
            table.AddRow(
                new Text(check.Name),
                new Text(check.Verdict.ToString(), new Style(ColorOf(check.Verdict))),
                new Text(check.Finding),
                new Text(check.NextStep),
                new Text(check.DurationMs.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        console.Write(new Text($"Verdict: {report.Verdict.ToString().ToLowerInvariant()}. {Summary(report)}{Environment.NewLine}"));
    }

    private static string Summary(DiagnosisReport report) =>
        report.Checks.FirstOrDefault(check => check.Verdict == report.Verdict) is { Verdict: DiagnosisVerdict.Failed or DiagnosisVerdict.Warning } first
            ? $"Begin with {first.Name}: {first.NextStep}"
            : "Calls can be made.";

    private static Color ColorOf(DiagnosisVerdict verdict) => verdict switch
    {
        DiagnosisVerdict.Passed => Color.Green,
        DiagnosisVerdict.Warning => Color.Yellow,
        DiagnosisVerdict.Failed => Color.Red,
        _ => Color.Grey,
    };
}
