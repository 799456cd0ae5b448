using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A healthy stream is replaced without a sample lost or doubled.</summary>
public sealed class RotationTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Twenty_GOAWAYs_leave_the_audio_exact(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Rotation.MinStreamAge = TimeSpan.Zero);
        rig.Server.ScriptNext(CallScript.Answering().GoAwayAfter(4), times: 20);
        await using var session = await rig.OpenAsync();
        var sent = await SpeakUntilAsync(rig, session, streams: 21);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        AssertExact(rig, sent, report);
        Assert.Equal(20, report.Attempts.Count(a => a.Cause == AttemptCause.GoAway));
        Assert.Equal(21, rig.Server.CallsOf("call-1").Select(call => call.ConnectionId).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_hundred_rotations_under_load_leave_the_audio_exact(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Rotation.MaxStreamAge = TimeSpan.FromMilliseconds(20));
        await using var session = await rig.OpenAsync();
        var sent = await SpeakUntilAsync(rig, session, streams: 101);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        AssertExact(rig, sent, report);
        Assert.True(report.Attempts.Count(a => a.Cause == AttemptCause.StreamAge) >= 100);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_failure_after_rotations_names_as_many_attempts_as_the_report(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Rotation.MinStreamAge = TimeSpan.Zero);
        rig.Server.ScriptNext(CallScript.Answering().GoAwayAfter(2), times: 2);
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 2));
        await using var session = await rig.OpenAsync();
        while (!session.Completion.IsCompleted)
        {
            try
            {
                await session.WaitForAcknowledgementAsync(
                    await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build())).WaitAsync(CallRig.Watchdog);
            }
            catch (VoiceCallSessionException)
            {
                // The call is over; what it ended with is looked at below.
            }
        }

        var report = await session.Completion;
        Assert.Equal([AttemptCause.Open, AttemptCause.GoAway, AttemptCause.GoAway], report.Attempts.Select(a => a.Cause));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(
            async () => await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()));
        Assert.Equal((StatusCode.PermissionDenied, 3), (failure.StatusCode, failure.Attempts));
    }

    /// <summary>Both parties speak, never waiting for a stream, until the server has seen so many streams.</summary>
    private static async Task<int> SpeakUntilAsync(CallRig rig, CallSession session, int streams)
    {
        var sent = 0;
        while (rig.Server.CallsOf("call-1").Count < streams || sent < streams * 160)
        {
            await session.SendAudioAsync(CallRig.Ramp(160, start: sent), CallRig.Agent);
            await session.SendAudioAsync(CallRig.Ramp(160, start: sent + 7), CallRig.Visitor);
            sent += 160;
            if (sent % 8000 == 0)
            {
                // The server is to get its share of a small machine.
                await session.WaitForAcknowledgementAsync(await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()))
                    .WaitAsync(CallRig.Watchdog);
            }
        }

        return sent;
    }

    private static void AssertExact(CallRig rig, int sent, CallReport report)
    {
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(0, report.SequenceIds.Replayed);
        Assert.All(report.Participants, p => Assert.Empty(p.Gaps));
        Assert.True(CallRig.Ramp(sent).AsSpan().SequenceEqual(rig.Server.AudioOf("call-1", CallRig.Agent)), "the agent's audio is exact");
        Assert.True(CallRig.Ramp(sent, start: 7).AsSpan().SequenceEqual(
            rig.Server.AudioOf("call-1", CallRig.Visitor)), "the visitor's audio is exact");
        Assert.Equal(SessionEvent.Types.EventType.CallEnded, rig.Server.EventsOf("call-1").Last());
    }
}
