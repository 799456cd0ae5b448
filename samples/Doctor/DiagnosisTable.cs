using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Spectre.Console;

namespace Doctor;

/// <summary>The report as a table.</summary>
internal static class DiagnosisTable
{
    public static void Write(IAnsiConsole console, DiagnosisReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"{report.Endpoint}, transport {report.Transport}").ShowRowSeparators()
            .AddColumn("Check").AddColumn("Status").AddColumn("Finding").AddColumn("Next step")
                .AddColumn(new TableColumn("ms").RightAligned());
        foreach (var check in report.Checks)
        {
            // As text, because a server's names may contain Spectre markup.
            table.AddRow(
                new Text(check.Name),
                new Text(check.Status.ToString(), new Style(ColorOf(check.Status))),
                new Text(check.Finding),
                new Text(check.NextStep),
                new Text(check.DurationMs.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        console.Write(new Text($"Status: {report.Status.ToString().ToLowerInvariant()}. {Summary(report)}{Environment.NewLine}"));
    }

    private static string Summary(DiagnosisReport report) =>
        report.Checks.FirstOrDefault(check =>
            check.Status == report.Status) is { Status: DiagnosisStatus.Failed or DiagnosisStatus.Warning } first
            ? $"Begin with {first.Name}: {first.NextStep}"
            : "Calls can be made.";

    private static Color ColorOf(DiagnosisStatus status) => status switch
    {
        DiagnosisStatus.Passed => Color.Green,
        DiagnosisStatus.Warning => Color.Yellow,
        DiagnosisStatus.Failed => Color.Red,
        _ => Color.Grey,
    };
}
