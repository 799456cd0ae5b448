using Cresta.VoiceCallSession.Sdk.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace WorkerService;

/// <summary>A fake server and a fake token endpoint in this process, for want of real ones. A real worker has none of this.</summary>
internal sealed class OfflineService(FakeVoiceCallSessionServer server, FakeTokenEndpoint tokens) : IAsyncDisposable
{
    private const string Section = "Cresta:VoiceCallSession";

    /// <summary>Starts them and leads the configuration to them, unless it names an endpoint.</summary>
    public static async Task<OfflineService?> StartUnlessConfiguredAsync(ConfigurationManager configuration)
    {
        if (!string.IsNullOrEmpty(configuration[$"{Section}:Endpoint"]))
        {
            return null;
        }

        var tokens = await FakeTokenEndpoint.StartAsync();
        var server = await FakeVoiceCallSessionServer.StartAsync();
        server.AuthorizationCheck = tokens.Accepts;
        configuration[$"{Section}:Endpoint"] = $"{server.Endpoint}";
        configuration[$"{Section}:Credential:AuthEndpoint"] = $"{tokens.Endpoint}";
        configuration[$"{Section}:Credential:ClientId"] = tokens.ClientId;
        configuration[$"{Section}:Credential:ClientSecret"] = tokens.ClientSecret;
        return new OfflineService(server, tokens);
    }

    /// <summary>Whether the server has received what the reports say: the end of every call, and every byte.</summary>
    public bool Confirms(CallTally tally) => EndedCalls == tally.Calls && AudioBytes == tally.AcknowledgedBytes;

    public override string ToString() =>
        $"Fake server: {server.Calls.Count} calls, {EndedCalls} ended with CALL_ENDED; {AudioBytes} bytes of audio; "
            + $"{tokens.RequestCount} requests for tokens.";

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await tokens.DisposeAsync();
    }

    private int EndedCalls =>
        server.Calls.Count(call => call.ClientHalfClosed && call.Events is [.., { SessionEvent.EventType: EventType.CallEnded }]);

    private long AudioBytes => server.Calls.Sum(call => call.TotalAudioBytes);
}
