using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace EventsOnly;

/// <summary>One run, from the client to the exit code.</summary>
internal static class EventRun
{
    public static async Task<int> RunAsync(
        Uri? endpoint, VoiceCallSessionTransport transport, CallEvents call, CancellationToken cancellationToken)
    {
        await using var server = endpoint is null ? await FakeVoiceCallSessionServer.StartAsync() : null;
        var apiKey = Environment.GetEnvironmentVariable("CRESTA_API_KEY");
        await using var client = new VoiceCallSessionClient(new VoiceCallSessionClientOptions
        {
            Endpoint = endpoint ?? server!.Endpoint,
            Transport = transport,
            Credential = string.IsNullOrEmpty(apiKey) ? CrestaCredential.None : CrestaCredential.FromApiKey(apiKey),
        });

        var taken = new List<SessionEvent>();
        try
        {
            await foreach (var sessionEvent in call.SendAsync(client, cancellationToken))
            {
                Console.WriteLine($"{sessionEvent.EventType} was taken: {sessionEvent}");
                taken.Add(sessionEvent);
            }
        }
        catch (VoiceCallSessionException e)
        {
            // What the service did not take has not happened for it. Whoever may not lose an event keeps it until it is taken.
            await Console.Error.WriteLineAsync($"The event after {taken.Count} others was not taken. {e.Message}");
            return ExitCodes.Failed;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.BadUsage;
        }

        return server is null || Confirms(server, taken) ? ExitCodes.Taken : ExitCodes.Failed;
    }

    private static bool Confirms(FakeVoiceCallSessionServer server, List<SessionEvent> taken)
    {
        foreach (var recorded in server.UnaryEvents)
        {
            Console.WriteLine($"Recorded by the fake server over {recorded.Transport}: {recorded.SessionEvent?.EventType} for "
                + $"{recorded.Profile}, {recorded.Status}");
        }

        return server.UnaryEvents.Select(recorded => recorded.SessionEvent).SequenceEqual(taken);
    }
}
