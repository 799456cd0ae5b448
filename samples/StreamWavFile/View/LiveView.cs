using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace StreamWavFile.View;

/// <summary>A table that is redrawn in place, for a terminal.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider timeProvider) : ICallView
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public Task FollowAsync(CallProgress progress, Task call) => console.Live(Draw(progress.Snapshot())).StartAsync(async live =>
    {
        using var timer = new PeriodicTimer(Period, timeProvider);
        var tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(call, tick) == tick)
        {
            live.UpdateTarget(Draw(progress.Snapshot()));
            tick = timer.WaitForNextTickAsync().AsTask();
        }

        live.UpdateTarget(Draw(progress.Snapshot()));
    });

    private static Rows Draw(CallSnapshot call)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Party", "Progress");
        table.AddColumn(new TableColumn("Sent").RightAligned());
        table.AddColumn(new TableColumn("Acknowledged").RightAligned());
        foreach (var party in call.Parties)
        {
            table.AddRow(new Text(party.Name), Bar(party, call.Duration), Seconds(party.Sent), Seconds(party.Acknowledged));
        }

        var roundTrip = call.RoundTrip is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms") : "none yet";
        var state = new Text($"{Describe(call.Phase)} · events {call.EventsAcknowledged} of {call.Events} acknowledged · round trip "
            + $"{roundTrip}");
        return new Rows([table, state, .. call.Incidents.Select(incident => new Text(incident))]);
    }

    private static IRenderable Bar(PartySnapshot party, TimeSpan? duration)
    {
        if (duration is not { Ticks: > 0 } whole)
        {
            return new Text("length unknown");
        }

        var acknowledged = Cells(party.Acknowledged / whole);
        var sent = Math.Max(acknowledged, Cells(party.Sent / whole));
        return new Markup($"[green]{Line(acknowledged)}[/][yellow]{Line(sent - acknowledged)}[/][grey]{Line(BarWidth - sent)}[/]");
    }

    private static int Cells(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);

    private static string Line(int cells) => new('━', cells);

    private static Text Seconds(TimeSpan time) => new(string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"));

    private static string Describe(CallPhase phase) => phase switch
    {
        CallPhase.Streaming => "Streaming",
        CallPhase.OnHold => "On hold",
        CallPhase.Interrupted => "Interrupted, ending (once more cuts it off)",
        _ => "Ending",
    };
}
