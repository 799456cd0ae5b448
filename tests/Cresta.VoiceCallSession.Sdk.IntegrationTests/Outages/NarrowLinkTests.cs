using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A call whose link is narrower than its audio, over which the server never acknowledges anything.</summary>
public sealed class NarrowLinkTests
{
    private const int BytesPerSecond = 8000;

    [Theory, ClassData(typeof(Transports))]
    public async Task A_stream_that_delivers_slowly_makes_progress(VoiceCallSessionTransport transport)
    {
        // The client's time goes on with what arrives: a second for each 8,000 bytes, while 16,000 are offered. So a write is always
        // under way.
        var time = new FakeTimeProvider();
        var serverOptions = new FakeVoiceCallSessionServerOptions
        {
            Script = CallScript.Answering().NeverAnswer(),
            InitialWindowBytes = 65_535
        };
        await using var server = await FakeVoiceCallSessionServer.StartAsync(serverOptions);
        server.ScriptNext(CallScript.Answering().NeverAnswer().EndWithStatus(StatusCode.Unavailable, 3));
        await using var proxy = await FaultProxy.StartAsync(server.Endpoint);
        var options = new VoiceCallSessionClientOptions
        {
            Endpoint = proxy.Endpoint,
            Transport = transport,
            TimeProvider = time,
            OpenConfirmationTimeout = TimeSpan.Zero
        };
        options.Audio.FullPolicy = AudioBufferFullPolicy.DropOldest;
        options.Audio.MaxDuration = TimeSpan.FromSeconds(30);
        options.Reconnect.BaseDelay = TimeSpan.FromTicks(1);
        options.Reconnect.MaxOutage = TimeSpan.FromSeconds(20);
        options.Reconnect.CatchUpFactor = 1000;
        await using var client = new VoiceCallSessionClient(options);
        await using var session = await client.OpenCallSessionAsync(CallRig.Configuration()).WaitAsync(CallRig.Watchdog);
        using var narrow = proxy.Add(Toxic.Bandwidth(200_000).In(FaultDirection.ToServer));
        var reconnected = TimeSpan.Zero;
        var started = TimeProvider.System.GetTimestamp();
        for (var step = 0; reconnected < TimeSpan.FromSeconds(40) && !session.Completion.IsCompleted; step++)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < CallRig.Watchdog, "the audio does not arrive");
            session.TrySendAudio(CallRig.Ramp(1600, start: step), CallRig.Agent);
            session.TrySendAudio(CallRig.Ramp(1600, start: step), CallRig.Visitor);
            if (server.Calls.Count < 2)
            {
                // In small steps: the connection is made in real time.
                time.Advance(TimeSpan.FromMicroseconds(50));
            }
            else if (server.Calls[1].TotalAudioBytes >= reconnected.TotalSeconds * BytesPerSecond)
            {
                await WaitUntilBlockedAsync(session);
                time.Advance(TimeSpan.FromMilliseconds(100));
                reconnected += TimeSpan.FromMilliseconds(100);
            }

            await Task.Yield();
        }

        Assert.False(session.Completion.IsCompleted, session.Completion.IsCompleted ? (await session.Completion).ToJson() : "");
        Assert.Equal(2, server.Calls.Count);
    }

    /// <summary>
    /// Waits until the link takes no more for a moment. An arrival opens the flow control's window, so that the moment after it is not like
    /// the others.
    /// </summary>
    private static Task WaitUntilBlockedAsync(CallSession session)
    {
        var (queued, unchanged) = (0L, 0);
        return TimeSteps.WaitUntilAsync(() =>
        {
            unchanged = session.QueuedAudioBytes == queued ? unchanged + 1 : 0;
            queued = session.QueuedAudioBytes;
            return unchanged > 300;
        });
    }
}
