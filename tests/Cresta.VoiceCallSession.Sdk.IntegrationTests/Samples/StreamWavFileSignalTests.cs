using Cresta.VoiceCallSession.Sdk.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>A signal ends the call, not just the process.</summary>
public sealed class StreamWavFileSignalTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Sigterm_ends_the_call_gracefully()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        using var process = Start(server);
        var call = await server.WaitForCallStartAsync("terminated").WaitAsync(Watchdog);
        await call.WaitForMessagesAsync(10).WaitAsync(Watchdog);

        await process.TerminateAsync();
        var result = (await process.WaitForExitAsync()).Expect(0);

        await call.WaitForEndAsync().WaitAsync(Watchdog);
        Assert.Equal([EventType.CallStarted, EventType.CallEnded], call.Events.Select(e => e.SessionEvent!.EventType));
        Assert.True(call.ClientHalfClosed);
        Assert.InRange(call.TotalAudioBytes, 1, 239_999);
        Assert.True(result.Json().GetProperty("nothingLost").GetBoolean());
        Assert.Contains("Interrupted", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_sigterm_cuts_off_a_call_that_does_not_end()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync(
            new FakeVoiceCallSessionServerOptions { Script = CallScript.Answering().NeverAnswer().NeverEnd() });
        using var process = Start(server);
        var call = await server.WaitForCallStartAsync("terminated").WaitAsync(Watchdog);
        await call.WaitForMessagesAsync(10).WaitAsync(Watchdog);

        await process.TerminateAsync();
        await WaitForHalfCloseAsync(call).WaitAsync(Watchdog);
        await process.TerminateAsync();
        var result = (await process.WaitForExitAsync()).Expect(1);

        Assert.Contains("The call was cut off before its end.", result.Error, StringComparison.Ordinal);
        Assert.Equal("Aborted", result.Json().GetProperty("outcome").GetString());
    }

    private static SampleProcess Start(FakeVoiceCallSessionServer server) =>
        SampleProcess.Start(["--endpoint", server.Endpoint.ToString(), "--call-id", "terminated", "--json"]);

    private static async Task WaitForHalfCloseAsync(RecordedCall call)
    {
        for (var next = call.MessageCount + 1; call.Events.Count < 2; next++)
        {
            // The call's end event is the last message before the half-close.
            await call.WaitForMessagesAsync(next);
        }
    }
}
