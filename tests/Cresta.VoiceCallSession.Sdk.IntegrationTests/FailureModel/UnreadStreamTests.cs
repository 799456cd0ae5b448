using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Streams that end before the server has read, or acknowledged, what was written to them.</summary>
public sealed class UnreadStreamTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Audio_that_is_written_far_ahead_of_the_first_acknowledgement_is_sent_again(VoiceCallSessionTransport transport)
    {
        // Twelve seconds of audio, sent at once; of these the server acknowledges a tenth of a second before it breaks the stream.
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(
            Http2StreamPlan.Answering().AnswerFirst(2).AfterMessages(122, Http2Action.Answer("3")), Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 120);
        await session.WaitForAcknowledgementAsync("3").WaitAsync(CallRig.Watchdog);
        rig.Server.Streams[0].Execute(Http2Action.Reset(Http2ErrorCode.InternalError));

        var report = await rig.EndWholeAsync(session, 120);
        Assert.Equal(119 * Conversations.ChunkBytes, report.Participants[0].ReplayedBytes);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task What_a_server_left_unread_when_its_end_crossed_a_rotation_is_sent_again(VoiceCallSessionTransport transport)
    {
        // The server does not answer every message, so its silence about some says nothing; RST_STREAM (NO_ERROR) says that it did not
        // read to the end.
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(
            transport, o => (o.TimeProvider, o.Rotation.MaxStreamAge) = (time, TimeSpan.FromMinutes(1)));
        rig.Server.Script(
            Http2StreamPlan.Answering().AnswerFirst(3).AfterMessages(6, Http2Action.Answer("6")).AfterMessages(9,
                Http2Action.StopReading()),
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 7);
        await session.WaitForAcknowledgementAsync("6").WaitAsync(CallRig.Watchdog);
        await session.SendChunksAsync(7, 10);
        await TimeSteps.WaitUntilAsync(() => session.QueuedAudioBytes == 0);
        time.Advance(TimeSpan.FromMinutes(1));
        await rig.Server.WaitForStreamsAsync(2).WaitAsync(CallRig.Watchdog);
        rig.Server.Streams[0].Execute(Http2Action.Status(StatusCode.OK, ""), Http2Action.Reset(Http2ErrorCode.NoError));

        await rig.EndWholeAsync(session, 17);
    }
}
