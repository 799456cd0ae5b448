using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Audio is bounded in bytes and time, by the chosen policy; every drop is counted; events always pass.</summary>
public sealed class BufferTests
{
    private const int Limit = 8_000;
    private const int Many = 1_000;

    [Theory, ClassData(typeof(Transports))]
    public async Task Under_Wait_a_full_buffer_refuses_TrySendAudio_and_holds_SendAudioAsync(VoiceCallSessionTransport transport)
    {
        await using var rig = await StalledAsync(transport, AudioBufferFullPolicy.Wait);
        var session = await rig.OpenAsync();
        using var giveUp = new CancellationTokenSource();

        // Ten times what the network and the buffer take together, so that the last cannot but wait.
        var sends = Enumerable.Range(0, Many).Select(
            _ => session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent, giveUp.Token).AsTask()).ToList();
        Assert.Equal(AudioSendResult.RefusedNoRoom, session.TrySendAudio(CallRig.Ramp(800), CallRig.Agent));
        Assert.False(sends[^1].IsCompleted);
        await TimeSteps.WaitUntilAsync(() => session.QueuedAudioBytes > 0);
        Assert.InRange(session.QueuedAudioBytes, 1, Limit);

        await giveUp.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[^1].WaitAsync(CallRig.Watchdog));
        Assert.Equal(giveUp.Token, cancelled.CancellationToken);
        await ((Task)Task.WhenAll(sends)).WaitAsync(CallRig.Watchdog).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(
            Enumerable.Range(0, Many).TakeWhile(i => !sends[i].IsCanceled).Count(), sends.Count(send => send.IsCompletedSuccessfully));
        var agent = await AbortAsync(session);
        Assert.True(agent.RefusedBytes >= 1600);
        Assert.Contains(agent.Losses, loss => loss is { Reason: LossReason.NoRoom });
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Under_DropOldest_new_audio_displaces_old(VoiceCallSessionTransport transport)
    {
        await using var rig = await StalledAsync(transport, AudioBufferFullPolicy.DropOldest);
        var session = await rig.OpenAsync();
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(800), CallRig.Agent));
            Assert.InRange(session.QueuedAudioBytes, 0, Limit);
        }

        var agent = await AbortAsync(session);
        Assert.Equal(800_000, agent.OfferedBytes);
        var dropped = agent.Losses.Single(loss => loss.Reason == LossReason.BufferFull);
        Assert.InRange(dropped.Bytes, 1, 800_000 - Limit);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Under_DropNewest_new_audio_is_dropped_and_the_caller_told(VoiceCallSessionTransport transport)
    {
        await using var rig = await StalledAsync(transport, AudioBufferFullPolicy.DropNewest);
        var session = await rig.OpenAsync();
        var dropped = Offer(session, CallRig.Agent).Count(result => result == AudioSendResult.DroppedBufferFull);
        Assert.InRange(dropped, 1, Many);
        for (var i = 0; i < Many; i++)
        {
            dropped += await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent) is "" ? 1 : 0;
        }

        var agent = await AbortAsync(session);
        Assert.Equal(dropped * 800, agent.Losses.Single(loss => loss.Reason == LossReason.BufferFull).Bytes);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_bound_in_time_holds_for_each_participant_by_itself(VoiceCallSessionTransport transport)
    {
        await using var rig = await StalledAsync(
            transport, AudioBufferFullPolicy.DropNewest,
                o => (o.Audio.MaxBytes, o.Audio.MaxDuration) = (1_000_000, TimeSpan.FromSeconds(1)));
        var session = await rig.OpenAsync();
        Assert.Contains(AudioSendResult.DroppedBufferFull, Offer(session, CallRig.Agent));
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(800), CallRig.Visitor));
        await AbortAsync(session);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Events_pass_a_full_buffer_and_are_not_dropped_for_audio(VoiceCallSessionTransport transport)
    {
        await using var rig = await StalledAsync(transport, AudioBufferFullPolicy.DropOldest);
        var session = await rig.OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < Many; i++)
        {
            ids.Add(await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()));
            session.TrySendAudio(CallRig.Ramp(800), CallRig.Agent);
        }

        await session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        var report = await session.Completion;
        Assert.Equal(ids, report.Events.Select(e => e.SequenceId));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_slow_server_slows_the_sender_and_memory_stays_at_the_bound(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport,
            o => o.Audio.MaxBytes = Limit,
            o => (o.TimeProvider, o.Script, o.InitialWindowBytes) = (
                time, CallScript.Answering().DelayEachMessage(TimeSpan.FromMilliseconds(10)), 65_536));
        var opening = rig.OpenAsync();
        await time.AdvanceUntilAsync(opening);
        await using var session = await opening;
        var audio = CallRig.Ramp(200_000);

        var most = 0L;
        var sending = SendAsync();
        await time.AdvanceUntilAsync(sending);
        var ending = session.EndCallAsync();
        await time.AdvanceUntilAsync(ending);

        Assert.InRange(most, 1, Limit);
        Assert.True((await ending).NothingLost);
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, audio);

        async Task SendAsync()
        {
            for (var at = 0; at < audio.Length; at += 160)
            {
                await session.SendAudioAsync(audio.AsMemory(at, 160), CallRig.Agent);
                most = Math.Max(most, session.QueuedAudioBytes);
            }
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_quiet_party_s_last_frame_goes_out_at_the_latency_cap(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(transport, o => o.TimeProvider = time);
        await using var session = await rig.OpenAsync();
        var id = await session.SendAudioAsync(CallRig.Ramp(160), CallRig.Agent);
        var acknowledged = session.WaitForAcknowledgementAsync(id);
        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(160, session.QueuedAudioBytes);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await acknowledged.WaitAsync(CallRig.Watchdog);

        // The answer may be faster than the return of the write, until which the audio counts as queued.
        await TimeSteps.WaitUntilAsync(() => session.QueuedAudioBytes == 0);
    }

    private static Task<CallRig> StalledAsync(
        VoiceCallSessionTransport transport, AudioBufferFullPolicy policy, Action<VoiceCallSessionClientOptions>? configure = null) =>
        CallRig.StartAsync(
            transport,
            o =>
            {
                (o.Audio.MaxBytes, o.Audio.FullPolicy) = (Limit, policy);
                configure?.Invoke(o);
            },
            o => (o.Script, o.InitialWindowBytes) = (CallScript.Answering().StopReadingAfter(1), 65_536));

    /// <summary>Ten times what the network and the buffer take together.</summary>
    private static List<AudioSendResult> Offer(CallSession session, Participant participant) =>
        [.. Enumerable.Range(0, Many).Select(_ => session.TrySendAudio(CallRig.Ramp(800), participant))];

    private static async Task<ParticipantReport> AbortAsync(CallSession session)
    {
        await session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        var report = await session.Completion;
        Assert.Equal(CallOutcome.Aborted, report.Outcome);
        Assert.All(report.Participants, p => Assert.Equal(
            p.OfferedBytes, p.AcknowledgedBytes + p.UnacknowledgedBytes + p.DroppedBytes + p.RefusedBytes));
        return report.Participants[0];
    }
}
