using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>A fake server and a plain HTTP client to it, for each test.</summary>
#pragma warning disable CA1001 // The test runner calls DisposeAsync of IAsyncLifetime.
public abstract class RestServerTest : IAsyncLifetime
#pragma warning restore CA1001
{
    /// <summary>A configuration of call <c>c</c>, as a first message.</summary>
    internal const string Config =
        """{"streamingConfig":{"profile":"p1","platformCallId":"c","audioMetadata":{"sampleRateHertz":8000,"encoding":"MULAW"}},"sequenceId":"1"}""";

    private FakeVoiceCallSessionServer? _server;
    private RestClient? _client;

    internal FakeVoiceCallSessionServer Server => _server!;

    internal RestClient Client => _client!;

    public async Task InitializeAsync()
    {
        _server = await FakeVoiceCallSessionServer.StartAsync(Options()).Guarded();
        _client = new RestClient(_server);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync().AsTask().Guarded();
        }
    }

    internal static string Event(string sequenceId) => $$"""{"sessionEvent":{"eventType":"CALL_STARTED"},"sequenceId":"{{sequenceId}}"}""";

    internal static string Answer(string sequenceId) =>
        $$$"""{"result":{"sessionStatus":{"code":0,"message":"","details":[]},"sequenceId":"{{{sequenceId}}}","conversationName":"profiles/p1/conversations/1"}}""";

    internal static string AnswerV1(string sequenceId) =>
        $$$"""{"result":{"session_status":{},"sequence_id":"{{{sequenceId}}}","conversation_name":"profiles/p1/conversations/1"}}""";

    /// <summary>The sequence ids that a body of version 2 answers.</summary>
    internal static IEnumerable<string> Answered(string body) =>
        body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("\"sequenceId\":\"")[1].Split('"')[0]);

    protected virtual FakeVoiceCallSessionServerOptions Options() => new() { KeepAudio = true };
}
