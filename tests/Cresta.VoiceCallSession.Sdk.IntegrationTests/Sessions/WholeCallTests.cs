using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>The main job: a call from its start to its report, and what the server saw of it.</summary>
public sealed class WholeCallTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_with_both_parties_and_all_events_arrives_whole_and_is_accounted_for(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var agentAudio = CallRig.Ramp(16_000);
        var visitorAudio = CallRig.Ramp(16_000, start: 100);

        await using var session = await rig.OpenAsync();
        var started = await session.SendEventAsync(
            SessionEventBuilder.CallStarted("call-1").WithParticipant(CallRig.Agent).WithParticipant(CallRig.Visitor).Build());
        for (var at = 0; at < agentAudio.Length; at += 160)
        {
            await session.SendAudioAsync(agentAudio.AsMemory(at, 160), CallRig.Agent);
            Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(visitorAudio.AsSpan(at, 160), CallRig.Visitor));
        }

        await session.WaitForAcknowledgementAsync(started).WaitAsync(CallRig.Watchdog);
        await session.HoldAsync();
        await session.UnholdAsync();
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        call.ShouldHaveReceivedAudio(CallRig.Agent, agentAudio);
        call.ShouldHaveReceivedAudio(CallRig.Visitor, visitorAudio);
        call.ShouldHaveEvents(EventType.CallStarted, EventType.Hold, EventType.Unhold, EventType.CallEnded);
        call.ShouldHaveSequenceIdsInOrder();
        call.ShouldHaveEndedWith(StatusCode.OK);
        Assert.True(call.ClientHalfClosed);
        Assert.Equal("profile-1", call.Configuration!.Profile);

        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.True(report.NothingLost);
        Assert.Equal(call.ConversationName, report.ConversationName);
        Assert.Equal(call.MessageCount, report.SequenceIds.Sent);
        Assert.Equal(call.MessageCount, report.SequenceIds.Acknowledged);
        Assert.Equal(["AGENT", "VISITOR"], report.Participants.Select(p => p.Role));
        Assert.All(report.Participants, p => Assert.Equal((16_000, 16_000, 0, 0, 0, 2.0),
            (p.OfferedBytes, p.AcknowledgedBytes, p.UnacknowledgedBytes, p.DroppedBytes, p.RefusedBytes, p.Seconds)));
        Assert.Equal(["CALL_STARTED", "HOLD", "UNHOLD", "CALL_ENDED"], report.Events.Select(e => e.Type));
        Assert.All(report.Events, e => Assert.True(e.Acknowledged));
        Assert.Equal(call.Events.Select(e => e.SequenceId), report.Events.Select(e => e.SequenceId));
        var attempt = Assert.Single(report.Attempts);
        Assert.Equal("OK", attempt.Status);
        Assert.True(report.RoundTripMs.Max > 0);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Frames_are_joined_into_100_ms_chunks_that_mix_no_participants(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 50; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(160), CallRig.Agent);
            await session.SendAudioAsync(CallRig.Ramp(160), CallRig.Visitor);
        }

        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        Assert.Equal(8_000, call.AudioOf(CallRig.Agent)!.Bytes);
        Assert.All(call.Audio, audio => Assert.InRange(audio.ChunkCount, 10, 13));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_audio_session_pauses_and_resumes_in_order(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAudioAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        await session.PauseAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equal(AudioSendResult.DroppedPaused, session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        await session.ResumeAsync();
        await session.SendAudioAsync(CallRig.Ramp(800, start: 800), CallRig.Agent);
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        Assert.Equal(CallMethod.StreamCallSessionAudio, call.Method);
        call.ShouldHaveAudioEvents(AudioEvent.Types.EventType.Pause, AudioEvent.Types.EventType.Resume);
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(1600));
        Assert.Equal(1.5, call.Events[0].AudioEvent!.PauseDuration.ToTimeSpan().TotalSeconds);
        var participant = Assert.Single(report.Participants);
        Assert.Equal((1760, 1600, 160), (participant.OfferedBytes, participant.AcknowledgedBytes, participant.DroppedBytes));
        Assert.Equal(LossReason.Paused, Assert.Single(participant.Losses).Reason);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_sequence_of_messages_streams_as_a_call(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var answers = new List<string>();
        await foreach (var answer in rig.Client.StreamCallSessionAsync(CallRig.Configuration(), Messages()))
        {
            Assert.True(answer.SessionStatus is null or { Code: 0 });
            answers.Add(answer.SequenceId);
        }

        var call = await rig.RecordAsync();
        call.ShouldHaveEvents(EventType.CallStarted, EventType.CallEnded);
        call.ShouldHaveReceivedAudio(CallRig.Visitor, CallRig.Ramp(1600));
        Assert.Equal(["1", "2", "3", "4", "5"], answers);

        static async IAsyncEnumerable<StreamCallSessionRequest> Messages()
        {
            yield return StreamCallSessionRequest.ForEvent(SessionEventBuilder.CallStarted("call-1").Build());
            yield return StreamCallSessionRequest.ForAudio(CallRig.Ramp(800), CallRig.Visitor);
            await Task.Yield();
            yield return StreamCallSessionRequest.ForAudio(CallRig.Ramp(800, start: 800), CallRig.Visitor);
            yield return StreamCallSessionRequest.ForEvent(SessionEventBuilder.CallEnded("call-1").Build());
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_sequence_of_audio_messages_streams_as_an_audio_call(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var requests = new[]
        {
            StreamCallSessionAudioRequest.ForPause(TimeSpan.FromSeconds(2)),
            StreamCallSessionAudioRequest.ForResume(),
            StreamCallSessionAudioRequest.ForAudio(CallRig.Ramp(320), CallRig.Agent),
        };
        var answers = await rig.Client.StreamCallSessionAudioAsync(CallRig.Configuration(), requests.ToAsyncEnumerable()).ToListAsync();

        var call = await rig.RecordAsync();
        Assert.Equal(CallMethod.StreamCallSessionAudio, call.Method);
        call.ShouldHaveAudioEvents(AudioEvent.Types.EventType.Pause, AudioEvent.Types.EventType.Resume);
        Assert.Equal(4, answers.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_single_event_goes_without_a_stream(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var sent = SessionEventBuilder.CallStarted("call-1").WithParticipant(CallRig.Agent).WithPayload("queue", "billing").Build();
        await rig.Client.ProcessSessionEventAsync("profile-1", sent).WaitAsync(CallRig.Watchdog);

        var received = Assert.Single(rig.Server.UnaryEvents);
        Assert.Equal(sent, received.SessionEvent);
        Assert.Equal("profile-1", received.Profile);
    }
}
