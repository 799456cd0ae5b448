using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>One soak, from the first call to its result.</summary>
internal static class SoakRun
{
    public const int ShortestSeconds = 60;

    private const int Lines = 100;

    // Ends of calls wait for reconnects too; past this something hangs.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan CutInterval = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(TimeSpan length, VoiceCallSessionTransport transport)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Soak over {transport}: {Lines} calls of two parties in real time, one "
            + $"connection cut each second, {length.TotalSeconds:0} s"));
        var tally = new Tally();
        TaskScheduler.UnobservedTaskException += (_, e) => tally.Fault($"unobserved: {e.Exception.GetBaseException()}");
        using var server = await ServerProcess.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(server.Endpoint);
        using var streams = new StreamCounter();
        await using var client = new VoiceCallSessionClient(Options(proxy.Endpoint, transport));

        var memory = new MemoryMeter(tally, streams, proxy, TimeProvider.System);
        var cutting = proxy.RunAsync(ConnectionCutSchedule.Every(CutInterval).OneAtATime().Limit((int)length.TotalSeconds));
        var measuring = memory.RunAsync(length);
        var lines = Task.WhenAll(Enumerable.Range(0, Lines).Select(number => new PhoneLine(client, number, tally).RunAsync(length)));
        try
        {
            await lines.WaitAsync(length + LongestEnd);
        }
        catch (TimeoutException)
        {
            tally.Fault($"{tally.Live} calls had not ended {LongestEnd.TotalSeconds:0} s after their time");
        }

        await measuring;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return SoakResult.Print(tally, memory, await cutting, length);
    }

    private static VoiceCallSessionClientOptions Options(Uri endpoint, VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint,
            Transport = transport,
            OpenTimeout = TimeSpan.FromMinutes(1)
        };
        options.FlushTimeout = options.DrainTimeout = TimeSpan.FromMinutes(1);
        options.Retry.MaxRetryAttempts = 50;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Reconnect.MaxDelay = TimeSpan.FromSeconds(2);

        // A call that is cut in its first moments has not learnt yet that this server acknowledges.
        options.Reconnect.Replay = ReplayPolicy.Unacknowledged;
        return options;
    }
}
