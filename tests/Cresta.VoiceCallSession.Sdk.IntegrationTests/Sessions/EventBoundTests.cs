using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Events that wait for their acknowledgements are bounded in bytes.</summary>
public sealed class EventBoundTests
{
    private const int Bound = 4 * 1024 * 1024;
    private const int PayloadChars = 256 * 1024;

    [Theory, ClassData(typeof(Transports))]
    public async Task An_event_beyond_the_bound_is_refused_until_others_are_acknowledged(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().AnswerFirst(4));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var sent = new List<string>();
        var refusal = await Assert.ThrowsAsync<VoiceCallSessionException>(async () =>
        {
            while (sent.Count < 100)
            {
                sent.Add(await SendLargeAsync(session));
            }
        });
        Assert.Equal((StatusCode.ResourceExhausted, true), (refusal.StatusCode, refusal.IsTransient));
        Assert.Contains("MaxEventBytes", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(sent.Count, 14, 16);
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(800), CallRig.Agent));
        Assert.False(session.Completion.IsCompleted);

        // Nothing was dropped, and an acknowledgement makes room.
        var stream = Assert.Single(rig.Server.Streams);
        await stream.WaitForMessagesAsync(4 + sent.Count).WaitAsync(CallRig.Watchdog);
        stream.Execute(Http2Action.Answer(sent[^1]));
        await session.WaitForAcknowledgementAsync(sent[^1]).WaitAsync(CallRig.Watchdog);
        await SendLargeAsync(session);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Events_are_not_refused_because_a_server_acknowledges_none(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().NeverAnswer());
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await SendLargeAsync(session);
            await rig.Server.Streams[0].WaitForMessagesAsync(i + 2).WaitAsync(CallRig.Watchdog);
        }

        Assert.False(session.Completion.IsCompleted);
    }

    private static Task<RawRig> StartAsync(VoiceCallSessionTransport transport) => RawRig.StartAsync(transport, o =>
    {
        o.MaxEventBytes = Bound;
        o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(100);
        o.Reconnect.AcknowledgementTimeout = TimeSpan.FromHours(1);
    });

    private static ValueTask<string> SendLargeAsync(CallSession session) =>
        session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").WithPayload("text", new string('x', PayloadChars)).Build());
}
