using Cresta.VoiceCallSession.Sdk.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A server of raw HTTP/2 frames and a client.</summary>
internal sealed class RawRig : IAsyncDisposable
{
    private RawRig(RawHttp2Server server, VoiceCallSessionClient client)
    {
        Server = server;
        Client = client;
    }

    public RawHttp2Server Server { get; }

    public VoiceCallSessionClient Client { get; }

    public static async Task<RawRig> StartAsync(
        VoiceCallSessionTransport transport, Action<VoiceCallSessionClientOptions>? configure = null)
    {
        var server = await RawHttp2Server.StartAsync().WaitAsync(CallRig.Watchdog);
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = server.Endpoint,
            Transport = transport,
            OpenConfirmationTimeout = CallRig.Confirmation
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Reconnect.CatchUpFactor = 1000;
        configure?.Invoke(options);
        return new RawRig(server, new VoiceCallSessionClient(options));
    }

    public Task<CallSession> OpenAsync() => Client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);

    /// <summary>
    /// Ends a call of the agent alone, which began with <see cref="Conversations.BeginAsync"/>, and shows that the server received all of
    /// its audio, in order.
    /// </summary>
    public async Task<CallReport> EndWholeAsync(CallSession session, int chunks)
    {
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        var messages = Server.Streams.SelectMany(stream => stream.Messages).Where(
            m => m.SequenceId.Length > 0 && m.Configuration is null).ToLookup(m => long.Parse(m.SequenceId));
        var audio = messages.OrderBy(m => m.Key).SelectMany(m => m.First().Audio?.AudioContent_.ToByteArray() ?? []).ToArray();
        Assert.True(
            CallRig.Ramp(chunks * Conversations.ChunkBytes).AsSpan().SequenceEqual(audio), $"the audio is whole: {report.ToJson()}");
        Assert.All(messages, same => Assert.Single(same.DistinctBy(m => m.Audio?.AudioContent_)));
        Assert.Contains(messages, m => m.First().SessionEvent?.EventType == EventType.CallEnded);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await Server.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }
}
