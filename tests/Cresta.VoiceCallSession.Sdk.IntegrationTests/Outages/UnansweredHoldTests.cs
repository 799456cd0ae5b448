using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A server that acknowledges audio and events, but not every event.</summary>
public sealed class UnansweredHoldTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_hold_that_is_never_answered_replaces_its_stream_once(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(transport, o =>
            (o.TimeProvider, o.Reconnect.BaseDelay) = (time, TimeSpan.FromTicks(1)));

        // The configuration, three messages of the beginning; the hold is left unanswered wherever it comes.
        rig.Server.Script(Http2StreamPlan.Answering().AnswerFirst(4), Http2StreamPlan.Answering().AnswerFirst(1));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.HoldAsync();
        await rig.Server.Streams[0].WaitForMessagesAsync(5).WaitAsync(CallRig.Watchdog);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 2);
        await rig.Server.Streams[1].WaitForMessagesAsync(2).WaitAsync(CallRig.Watchdog);
        await session.ReadAnswersAsync(5);

        // Half an hour on hold.
        for (var second = 0; second < 1800; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await session.UnholdAsync();
        await TimeSteps.WaitUntilAsync(() => rig.Server.Streams.Skip(1)
            .Any(stream => stream.Messages.Any(m => m.SessionEvent?.EventType == EventType.Unhold)));
        Assert.Equal(2, rig.Server.Streams.Count);
        Assert.False(session.Completion.IsCompleted);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_falls_silent_again_after_an_answer_is_left_again(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(transport, o =>
            (o.TimeProvider, o.Reconnect.BaseDelay) = (time, TimeSpan.FromTicks(1)));
        rig.Server.Script(Http2StreamPlan.Answering().AnswerFirst(4), Http2StreamPlan.Answering().AnswerFirst(3),
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 2);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 2);

        // Both chunks are acknowledged by the second stream, the third is not.
        await session.SendChunksAsync(3, 1);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 3);
        await session.WaitUntilAcknowledgedAsync();
        var report = await rig.EndWholeAsync(session, 4);
        Assert.Equal(3, report.Attempts.Count);
    }
}
