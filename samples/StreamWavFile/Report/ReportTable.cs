using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Spectre.Console;

namespace StreamWavFile.Report;

/// <summary>The report as tables.</summary>
internal static class ReportTable
{
    public static void Write(IAnsiConsole console, CallReport report, string? failure)
    {
        console.WriteLine();
        console.WriteLine($"Call {report.Outcome.ToString().ToLowerInvariant()}, {Losses(report, failure)}.");
        console.WriteLine($"Conversation: {report.ConversationName ?? "not named by the server"}");
        console.Write(Participants(report));
        console.Write(Events(report));
        console.Write(Attempts(report));
        if (Outages(report) is { } outages)
        {
            console.WriteLine(outages);
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Messages: {report.SequenceIds.Sent} sent, {report.SequenceIds.Acknowledged} acknowledged"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Round trip: median {report.RoundTripMs.P50:0.0} ms, 99 % within {report.RoundTripMs.P99:0.0} ms, "
            + $"longest {report.RoundTripMs.Max:0.0} ms"));
    }

    private static string Losses(CallReport report, string? failure) => (failure, report.NothingLost) switch
    {
        (null, true) => "nothing lost",
        (null, false) => "nothing lost but the audio on hold",
        _ => "not everything delivered",
    };

    private static Table Participants(CallReport report)
    {
        var table = NewTable("Bytes by participant", "Role", "Id");
        foreach (var name in new[] { "Seconds", "Offered", "Acknowledged", "Unacknowledged", "Dropped", "Refused" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var party in report.Participants)
        {
            var counts = new[] { party.OfferedBytes, party.AcknowledgedBytes, party.UnacknowledgedBytes, party.DroppedBytes,
                party.RefusedBytes };
            AddRow(table, [party.Role, party.Id, string.Create(
                CultureInfo.InvariantCulture,
                $"{party.Seconds:0.00}"), .. counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count}"))]);
            foreach (var loss in party.Losses)
            {
                AddRow(table, ["", string.Create(CultureInfo.InvariantCulture, $"{loss.Reason}: {loss.Bytes} in {loss.Pieces} pieces")]);
            }
        }

        return table;
    }

    private static Table Events(CallReport report)
    {
        var table = NewTable("Events", "Type", "Sequence id", "Acknowledged");
        foreach (var item in report.Events)
        {
            AddRow(table, [item.Type, item.SequenceId, item.Acknowledged ? "yes" : "no"]);
        }

        return table;
    }

    private static Table Attempts(CallReport report)
    {
        var table = NewTable("Streams", "Cause", "Started (UTC)", "Ended (UTC)", "Status", "Reason");
        foreach (var attempt in report.Attempts)
        {
            AddRow(table, [attempt.Cause.ToString(), Time(attempt.Started), Time(attempt.Ended), attempt.Status, attempt.Reason]);
        }

        return table;
    }

    /// <summary>Reconnects and their effect; null if there were none.</summary>
    private static string? Outages(CallReport report)
    {
        var reconnects = report.Attempts.Count(attempt => attempt.Cause == AttemptCause.Reconnect);
        return reconnects == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"Outages: {reconnects} reconnects; {report.SequenceIds.Replayed} messages sent again; {report.BacklogPeakMs / 1000:0.00} s "
                + $"of audio waited at the most");
    }

    private static Table NewTable(string title, params string[] columns) =>
        new Table().Border(TableBorder.Rounded).Title(title).AddColumns(columns);

    // As text, because names of a server or a user may contain Spectre markup.
    private static void AddRow(Table table, IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
