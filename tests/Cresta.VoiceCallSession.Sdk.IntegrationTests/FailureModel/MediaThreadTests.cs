using Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Rows M2 to M6: what a media thread may do, and what becomes of it.</summary>
public sealed class MediaThreadTests
{
    private const int FrameBytes = 160;

    [Theory, ClassData(typeof(Transports))]
    public async Task M2_A_burst_of_two_seconds_is_taken_at_once_and_arrives_whole(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Agent));
        }

        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(100 * FrameBytes));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M2_A_burst_beyond_the_cap_is_taken_up_to_it_and_the_rest_counted(VoiceCallSessionTransport transport)
    {
        await using var outage = await Outage.StartAsync(transport, o => o.Audio.MaxDuration = TimeSpan.FromSeconds(1));
        var results = Enumerable.Range(0, 100).Select(
            i => outage.Session.TrySendAudio(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Agent)).ToList();
        outage.End();
        var ending = outage.Session.EndCallAsync();
        await outage.Time.AdvanceUntilAsync(() => ending.IsCompleted);

        Assert.Equal(Enumerable.Repeat(AudioSendResult.Queued, 50).Concat(Enumerable.Repeat(AudioSendResult.RefusedNoRoom, 50)), results);
        var agent = Assert.Single((await ending).Participants);
        Assert.Equal((8_000, 8_000), (agent.AcknowledgedBytes, agent.RefusedBytes));
        Assert.Equal(CallRig.Ramp(8_000), outage.Rig.Server.AudioOf("call-1", CallRig.Agent));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M2_What_piled_up_in_an_outage_is_paced_out(VoiceCallSessionTransport transport)
    {
        await using var outage = await Outage.StartAsync(transport, o => (o.Audio.MaxBytes, o.Reconnect.CatchUpFactor) = (1_000_000, 2));
        var session = outage.Session;
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(64_000), CallRig.Agent));
        outage.End();

        // Time stands still: half a second's worth at the factor of two goes out, and then no more, whatever else happens meanwhile.
        await TimeSteps.WaitUntilAsync(() => session.QueuedAudioBytes < 57_000);
        for (var i = 0; i < 20; i++)
        {
            await outage.Rig.Client.ProcessSessionEventAsync(
                "profile-1", SessionEventBuilder.CallStarted("call-1").Build()).WaitAsync(CallRig.Watchdog);
        }

        Assert.InRange(session.QueuedAudioBytes, 54_000, 57_000);
        var ending = session.CompleteAsync();
        await outage.Time.AdvanceUntilAsync(() => ending.IsCompleted);
        Assert.True((await ending).NothingLost);
        Assert.Equal(CallRig.Ramp(64_000), outage.Rig.Server.AudioOf("call-1", CallRig.Agent));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M3_A_caller_may_reuse_its_buffer_at_once(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        var frame = new byte[160];
        for (var i = 0; i < 100; i++)
        {
            CallRig.Ramp(160, start: i * 160).CopyTo(frame, 0);
            Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(frame, CallRig.Agent));
            Array.Fill(frame, (byte)0xEE);
        }

        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(16_000));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M4_Two_threads_of_one_participant_mix_only_whole_frames_each_in_its_order(VoiceCallSessionTransport transport)
    {
        const int frames = 1000;
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.Audio.MaxBytes, o.Audio.MaxDuration) = (1_000_000, TimeSpan.FromHours(1)));
        await using var session = await rig.OpenAsync();
        await Task.WhenAll(Speak(0), Speak(1)).WaitAsync(CallRig.Watchdog);
        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);

        var next = new int[2];
        var audio = (await rig.RecordAsync()).AudioOf(CallRig.Agent)!.Content!.Value;
        Assert.Equal(2 * frames * FrameBytes, audio.Length);
        for (var at = 0; at < audio.Length; at += FrameBytes)
        {
            var thread = audio.Span[at];
            Assert.True(audio.Slice(at, FrameBytes).Span.SequenceEqual(Frame(thread, next[thread])),
                $"the frame at {at} is whole, and the next of its thread");
            next[thread]++;
        }

        Task Speak(byte thread) => PacedThread.RunAsync(
            frames, TimeSpan.Zero, i => Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(Frame(thread, i), CallRig.Agent)));

        static byte[] Frame(byte thread, int number) =>
            [thread, (byte)number, (byte)(number >> 8), .. CallRig.Ramp(FrameBytes - 3, start: number)];
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M5_A_frame_at_the_wrong_time_has_a_typed_result_and_is_counted(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => o.TimeProvider = time, o => o.Script = CallScript.Answering().NeverEnd());
        await using var session = await rig.OpenAsync();
        await session.HoldAsync();
        Assert.Equal(AudioSendResult.DroppedOnHold, session.TrySendAudio(CallRig.Ramp(1), CallRig.Agent));
        await session.UnholdAsync();
        session.PauseAudio();
        Assert.Equal(AudioSendResult.DroppedPaused, session.TrySendAudio(CallRig.Ramp(2), CallRig.Agent));
        session.ResumeAudio();
        Assert.Equal(AudioSendResult.RefusedInvalidParticipant, session.TrySendAudio(CallRig.Ramp(4), new Participant()));
        var ending = session.CompleteAsync();
        Assert.Equal(AudioSendResult.RefusedCallEnded, session.TrySendAudio(CallRig.Ramp(8), CallRig.Agent));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.SendAudioAsync(CallRig.Ramp(16), CallRig.Agent));
        await time.AdvanceUntilAsync(() => ending.IsCompleted);
        Assert.Equal(AudioSendResult.RefusedCallEnded, session.TrySendAudio(CallRig.Ramp(32), CallRig.Agent));

        // A frame after the report is refused as well, but it cannot be in it; one without a participant is nobody's.
        var agent = Assert.Single((await ending).Participants);
        Assert.Equal((27, 3, 24), (agent.OfferedBytes, agent.DroppedBytes, agent.RefusedBytes));
        Assert.Equal([(LossReason.OnHold, 1), (LossReason.Paused, 2), (LossReason.CallEnded, 24)],
            agent.Losses.Select(loss => (loss.Reason, loss.Bytes)).Order());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task M6_A_participant_that_stops_leaves_the_other_alone_and_the_skew_is_told(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 500; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Agent);
            if (i < 100)
            {
                await session.SendAudioAsync(CallRig.Ramp(FrameBytes, start: i * FrameBytes), CallRig.Visitor);
            }
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost);
        Assert.Equal(8000, report.ParticipantSkewMs);
        var call = await rig.RecordAsync();
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(500 * FrameBytes));
        call.ShouldHaveReceivedAudio(CallRig.Visitor, CallRig.Ramp(100 * FrameBytes));
    }
}
