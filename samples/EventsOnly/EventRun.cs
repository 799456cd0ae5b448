using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace EventsOnly;

/// <summary>One run, from the client to the exit code. A class, not a record: a record's text would show the API key.</summary>
internal sealed class EventRun
{
    /// <summary>Null: the fake server in this process.</summary>
    public Uri? Endpoint { get; init; }

    public string? ApiKey { get; init; }

    public VoiceCallSessionTransport Transport { get; init; }

    public required CallEvents Call { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartUnlessAsync(Endpoint, cancellationToken);
        var accepted = new List<SessionEvent>();
        try
        {
            await using var client = new VoiceCallSessionClient(new VoiceCallSessionClientOptions
            {
                Endpoint = Endpoint ?? server!.Endpoint,
                Transport = Transport,
                Credential = ClientOptions.Credential(ApiKey),
            });
            Console.WriteLine(LocalServer.Describe(Endpoint, server));
            await foreach (var sessionEvent in Call.SendAsync(client, cancellationToken))
            {
                Console.WriteLine($"{sessionEvent.EventType} was accepted: {sessionEvent}");
                accepted.Add(sessionEvent);
            }
        }
        catch (VoiceCallSessionException e)
        {
            // An application that must not lose an event keeps it until the service has accepted it.
            await Console.Error.WriteLineAsync(
                $"The event after {accepted.Count} others was not accepted. {UserMessage.OnOneLine(e.Message)}");
            return ExitCodes.Failure;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(UserMessage.WithoutParameter(e));
            return ExitCodes.BadUsage;
        }

        return server is null || Confirms(server, accepted) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static bool Confirms(FakeVoiceCallSessionServer server, List<SessionEvent> accepted)
    {
        foreach (var recorded in server.UnaryEvents)
        {
            Console.WriteLine($"Recorded by the fake server over {recorded.Transport}: {recorded.SessionEvent?.EventType} for "
                + $"{recorded.Profile}, {recorded.Status}");
        }

        return server.UnaryEvents.Select(recorded => recorded.SessionEvent).SequenceEqual(accepted);
    }
}
