using System.Globalization;

namespace StreamWavFile.View;

/// <summary>Plain lines, for logs and pipes.</summary>
internal sealed class PlainView(TextWriter output, TimeProvider timeProvider) : ICallView
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public async Task FollowAsync(CallProgress progress, Task call)
    {
        progress.OnPhase = phase => output.WriteLine(Describe(phase));
        progress.OnIncident = incident => output.WriteLine(incident);
        using var timer = new PeriodicTimer(Period, timeProvider);
        var tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(call, tick) == tick)
        {
            await output.WriteLineAsync(Describe(progress.Snapshot()));
            tick = timer.WaitForNextTickAsync().AsTask();
        }
    }

    private static string Describe(CallPhase phase) => phase switch
    {
        CallPhase.Streaming => "Streaming.",
        CallPhase.OnHold => "The call is on hold.",
        CallPhase.Interrupted => "Interrupted: ending the call. Once more cuts it off.",
        _ => "Ending the call.",
    };

    private static string Describe(CallSnapshot call)
    {
        var parties = call.Parties.Select(
            party => Invariant($"{party.Name} {party.Sent.TotalSeconds:0.0} s sent, {party.Acknowledged.TotalSeconds:0.0} s acknowledged"));
        var roundTrip = call.RoundTrip is { } time ? Invariant($"; round trip {time.TotalMilliseconds:0.0} ms") : "";
        return $"  {string.Join("; ", parties)}; {call.EventsAcknowledged} of {call.Events} events acknowledged{roundTrip}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
