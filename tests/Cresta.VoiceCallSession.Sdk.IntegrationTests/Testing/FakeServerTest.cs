using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>A fake server and a raw client to it, for each test.</summary>
#pragma warning disable CA1001 // The test runner calls DisposeAsync of IAsyncLifetime.
public abstract class FakeServerTest : IAsyncLifetime
#pragma warning restore CA1001
{
    private RawClient? _client;
    private FakeVoiceCallSessionServer? _server;

    internal RawClient Client => _client!;

    internal FakeVoiceCallSessionServer Server => _server!;

    public async Task InitializeAsync()
    {
        _server = await FakeVoiceCallSessionServer.StartAsync(Options()).Guarded();
        _client = new RawClient(_server, Transport);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync().AsTask().Guarded();
        }
    }

    /// <summary>What the raw client speaks: a test class is run once for each, in a class of its own.</summary>
    protected virtual CallTransport Transport => CallTransport.Grpc;

    protected virtual FakeVoiceCallSessionServerOptions Options() => new() { KeepAudio = true };
}
