using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A call goes on over a further stream when one breaks, and says so.</summary>
public sealed class ReconnectTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_whose_stream_is_reset_goes_on_with_what_it_owes(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, Quickly);
        rig.Server.ScriptNext(CallScript.Answering().ResetAfter(5, Http2ErrorCode.InternalError));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Visitor)).WaitAsync(CallRig.Watchdog);
        for (var i = 0; i < 20; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal([AttemptCause.Open, AttemptCause.Reconnect], report.Attempts.Select(a => a.Cause));
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Equal(rig.Server.CallsOf("call-1").Select(call => call.Headers["x-request-id"]), report.Attempts.Select(a => a.RequestId));
        var received = string.Concat(rig.Server.AudioOf("call-1", CallRig.Agent).Select(b => (char)b));
        Assert.EndsWith(string.Concat(CallRig.Ramp(16_000).Select(b => (char)b))[^8000..], received, StringComparison.Ordinal);
        Assert.Equal(SessionEvent.Types.EventType.CallEnded, rig.Server.EventsOf("call-1").Last());
        Assert.All(rig.Server.CallsOf("call-1"), call => Assert.Equal("1", call.SequenceIds[0]));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_never_acknowledges_gets_only_what_was_not_written(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            Quickly(o);
            o.OpenConfirmationTimeout = TimeSpan.Zero;
        });
        rig.Server.ScriptNext(CallScript.Answering().NeverAnswer().EndWithStatus(StatusCode.Unavailable, 6));
        rig.Server.Script = CallScript.Answering().NeverAnswer();
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        // What is written to a stream that breaks counts as written, so the last piece waits for the next stream.
        await TimeSteps.WaitUntilAsync(() => rig.Server.CallsOf("call-1").Count >= 2);

        await session.SendAudioAsync(CallRig.Ramp(800, start: 4000), CallRig.Agent);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(CallRig.Ramp(4800), rig.Server.AudioOf("call-1", CallRig.Agent));
        var agent = Assert.Single(report.Participants);
        Assert.Equal((4800, 0), (agent.UnacknowledgedBytes, agent.ReplayedBytes));
        var gap = Assert.Single(agent.Gaps);
        Assert.Equal((LossReason.Unconfirmed, 0d, 500d), (gap.Reason, gap.FromMs, gap.ToMs));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_asks_for_more_patience_than_an_outage_may_last_has_the_last_word_at_once(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, Quickly);
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(
            new ScriptedStatus(StatusCode.Unavailable, "back in an hour").WithRetryInfo(TimeSpan.FromHours(1)), 2));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);

        Assert.Equal((CallOutcome.Failed, "UNAVAILABLE"), (report.Outcome, Assert.Single(report.Attempts).Status));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            async () => await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()));
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Contains("back in an hour", failure.Message, StringComparison.Ordinal);
    }

    private static void Quickly(VoiceCallSessionClientOptions options)
    {
        options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Audio.TargetChunkDuration = TimeSpan.Zero;
    }
}
