using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A secure pause stops audio whatever happens to the stream meanwhile, on both kinds of session.</summary>
public sealed class PauseTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task What_is_captured_in_a_pause_never_leaves_though_the_stream_breaks_in_it(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1));
        rig.Server.ScriptNext(CallScript.Answering().AbortConnectionAfter(4));
        await using var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        session.PauseAudio();
        Assert.Equal(AudioSendResult.DroppedPaused, session.TrySendAudio(new byte[160], CallRig.Agent));
        for (var i = 0; rig.Server.CallsOf("call-1").Count < 2; i++)
        {
            await session.WaitForAcknowledgementAsync(await session.SendEventAsync(
                SessionEventBuilder.CallStarted("call-1").WithPayload("n", i).Build())).WaitAsync(CallRig.Watchdog);
            Assert.Equal(AudioSendResult.DroppedPaused, session.TrySendAudio(new byte[160], CallRig.Agent));
        }

        session.ResumeAudio();
        await session.SendAudioAsync(CallRig.Ramp(800, start: 800), CallRig.Agent);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal(CallRig.Ramp(1600), rig.Server.AudioOf("call-1", CallRig.Agent));
        var pause = Assert.Single(report.Pauses);
        Assert.Equal(PauseKind.Pause, pause.Kind);
        Assert.True(pause.To >= pause.From);
        Assert.Equal(LossReason.Paused, Assert.Single(Assert.Single(report.Participants).Gaps).Reason);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_pause_empties_what_is_queued(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Audio.MaxChunkLatency = TimeSpan.FromHours(1));
        await using var session = await rig.OpenAudioAsync();
        await session.SendAudioAsync(CallRig.Ramp(160), CallRig.Agent);
        await session.PauseAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(0, session.QueuedAudioBytes);
        await session.ResumeAsync();
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        call.ShouldHaveAudioEvents(AudioEvent.Types.EventType.Pause, AudioEvent.Types.EventType.Resume);
        Assert.Equal(0, call.TotalAudioBytes);
        var agent = Assert.Single(report.Participants);
        Assert.Equal((160, 160), (agent.OfferedBytes, agent.DroppedBytes));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task An_audio_session_holds_by_a_single_event(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAudioAsync();
        await session.HoldAsync().WaitAsync(CallRig.Watchdog);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.HoldAsync());
        Assert.Equal(AudioSendResult.DroppedOnHold, session.TrySendAudio(new byte[160], CallRig.Agent));
        await session.UnholdAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal(
            [SessionEvent.Types.EventType.Hold, SessionEvent.Types.EventType.Unhold],
                rig.Server.UnaryEvents.Select(e => e.SessionEvent!.EventType));
        Assert.All(rig.Server.UnaryEvents, e => Assert.Equal("call-1", e.SessionEvent!.PlatformCallId));
        Assert.Equal(CallRig.Ramp(160), rig.Server.AudioOf("call-1", CallRig.Agent));
        Assert.Equal(PauseKind.Hold, Assert.Single(report.Pauses).Kind);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_hold_whose_event_is_refused_lets_audio_pass_again(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.UnaryScript = UnaryScript.Answering().FailWith(Grpc.Core.StatusCode.PermissionDenied);
        await using var session = await rig.OpenAudioAsync();
        await Assert.ThrowsAsync<VoiceCallSessionException>(() => session.HoldAsync().WaitAsync(CallRig.Watchdog));
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        Assert.True((await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }
}
