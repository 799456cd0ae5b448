using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Every call ends once, in time, and with one report, whatever is done to it and in whatever order.</summary>
public sealed class EndingTests
{
    private static readonly string[] Operations = ["end", "complete", "dispose"];

    public static TheoryData<VoiceCallSessionTransport, string, string, string> Orders()
    {
        var orders = new TheoryData<VoiceCallSessionTransport, string, string, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var first in Operations)
            {
                foreach (var second in Operations)
                {
                    foreach (var third in Operations)
                    {
                        orders.Add(transport, first, second, third);
                    }
                }
            }
        }

        return orders;
    }

    [Theory, MemberData(nameof(Orders))]
    public async Task P3_Ends_in_any_order_give_one_report(VoiceCallSessionTransport transport, string first, string second, string third)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(1000), CallRig.Agent);

        await RunAsync(session, first).WaitAsync(CallRig.Watchdog);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        await RunAsync(session, second).WaitAsync(CallRig.Watchdog);
        await RunAsync(session, third).WaitAsync(CallRig.Watchdog);

        Assert.Same(report, await session.Completion);
        Assert.Equal(
            string.Equals(first, "dispose", StringComparison.Ordinal) ? CallOutcome.Aborted : CallOutcome.Completed, report.Outcome);
        var call = await rig.RecordAsync();
        Assert.Equal(string.Equals(first, "end", StringComparison.Ordinal) ? 1 : 0, call.Events.Count(
            e => e.SessionEvent!.EventType == EventType.CallEnded));
    }

    [Theory, MemberData(nameof(Orders))]
    public async Task P3_Ends_at_once_give_one_report(VoiceCallSessionTransport transport, string first, string second, string third)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var session = await rig.OpenAsync();
        var sender = SendUntilRefusedAsync(session);

        await Task.WhenAll(
            new[] { first, second, third }.Select(operation => Task.Run(() => RunAsync(session, operation)))).WaitAsync(CallRig.Watchdog);
        await sender.WaitAsync(CallRig.Watchdog);

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.All(report.Participants, p => Assert.Equal(
            p.OfferedBytes, p.AcknowledgedBytes + p.UnacknowledgedBytes + p.DroppedBytes + p.RefusedBytes));
        Assert.InRange((await rig.RecordAsync()).Events.Count, 0, 1);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_end_never_overtakes_queued_audio_nor_senders_that_wait_for_room(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Audio.MaxBytes = 4096);
        await using var session = await rig.OpenAsync();
        var audio = CallRig.Ramp(60_000);

        // Far more than the buffer holds: the sender is still waiting for room when the call is ended.
        var sending = session.SendAudioAsync(audio, CallRig.Agent).AsTask();
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        await sending.WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        call.ShouldHaveReceivedAudio(CallRig.Agent, audio);
        Assert.Equal(call.SequenceIds[^1], call.Events[^1].SequenceId);
        Assert.True(report.NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_stops_reading_runs_into_the_flush_deadline(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport,
            o => o.TimeProvider = time,
            o => (o.Script, o.InitialWindowBytes) = (CallScript.Answering().StopReadingAfter(2), 65_536));
        await using var session = await rig.OpenAsync();
        var offered = CallRig.Ramp(800_000 / 4);
        await session.SendAudioAsync(offered, CallRig.Agent).AsTask().WaitAsync(CallRig.Watchdog);

        var ending = session.EndCallAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        var report = await ending.WaitAsync(CallRig.Watchdog);

        Assert.Equal(CallOutcome.Failed, report.Outcome);
        Assert.Equal(StatusCode.DeadlineExceeded, report.Failure!.StatusCode);
        var agent = Assert.Single(report.Participants);
        Assert.Equal(offered.Length, agent.AcknowledgedBytes + agent.UnacknowledgedBytes + agent.DroppedBytes + agent.RefusedBytes);
        Assert.True(agent.DroppedBytes > 0);
        Assert.Equal(LossReason.CallFailed, Assert.Single(agent.Losses).Reason);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_answers_everything_but_never_ends_completes_at_the_drain_deadline(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.TimeProvider, o.FlushTimeout) = (time, TimeSpan.FromDays(1)),
                o => o.Script = CallScript.Answering().NeverEnd());
        await using var session = await rig.OpenAsync();
        var ending = session.EndCallAsync();
        await session.ReadAnswersAsync(2);

        await time.AdvanceUntilAsync(ending);
        var report = await ending;
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.True(report.NothingLost);
        Assert.Contains("did not end the stream", report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S7_A_server_that_never_answers_nor_ends_fails_the_call_at_the_drain_deadline(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport,
            o => (o.TimeProvider, o.OpenConfirmationTimeout) = (time, TimeSpan.Zero),
            o => o.Script = CallScript.Answering().NeverAnswer().NeverEnd());
        await using var session = await rig.OpenAsync();
        var ending = session.EndCallAsync();
        await (await rig.Server.WaitForCallStartAsync("call-1").WaitAsync(CallRig.Watchdog)).WaitForMessagesAsync(2)
            .WaitAsync(CallRig.Watchdog);

        await time.AdvanceUntilAsync(ending);
        var report = await ending;
        Assert.Equal(CallOutcome.Failed, report.Outcome);
        Assert.Equal(StatusCode.DeadlineExceeded, report.Failure!.StatusCode);
        Assert.Equal((2, 0), (report.SequenceIds.Sent, report.SequenceIds.Acknowledged));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Cancelling_the_wait_for_the_end_leaves_the_end_going_on(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.EndCallAsync(new CancellationToken(canceled: true)));
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        (await rig.RecordAsync()).ShouldHaveEvents(EventType.CallEnded);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_that_the_server_fails_ends_with_its_status_everywhere(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, configureServer: o => o.Script = CallScript.Answering().EndWithStatus(
                StatusCode.PermissionDenied, afterMessages: 2));
        await using var session = await rig.OpenAsync();
        var reading = session.ReadAllAsync().ToListAsync().AsTask();
        var id = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, StatusCode.PermissionDenied), (report.Outcome, report.Failure!.StatusCode));
        Assert.Equal("PERMISSION_DENIED", report.Attempts[^1].Status);
        Assert.Equal(StatusCode.PermissionDenied,
            (await Assert.ThrowsAsync<VoiceCallSessionException>(() => reading.WaitAsync(CallRig.Watchdog))).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<VoiceCallSessionException>(
            async () => await session.SendAudioAsync(new byte[160], CallRig.Agent))).StatusCode);
        Assert.Equal(AudioSendResult.RefusedCallEnded, session.TrySendAudio(new byte[160], CallRig.Agent));
        Assert.Equal(report, await session.EndCallAsync().WaitAsync(CallRig.Watchdog));
        Assert.NotEmpty(id);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_stream_that_the_server_ends_well_while_the_call_is_live_is_a_transient_failure(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.Reconnect.Enabled = false, o => o.Script = CallScript.Answering().EndAfter(3));
        await using var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Failed, report.Outcome);
        Assert.Equal(StatusCode.Unavailable, report.Failure!.StatusCode);
        Assert.True(report.Failure.IsTransient);
        Assert.Throws<VoiceCallSessionException>(() => report.EnsureCompleted());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Disposing_the_client_ends_its_calls_gracefully(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(500), CallRig.Agent);
        await rig.Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost);
        (await rig.RecordAsync()).ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(500));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.OpenAsync());
        await session.DisposeAsync();
    }

    private static async Task RunAsync(CallSession session, string operation)
    {
        switch (operation)
        {
            case "end":
                await session.EndCallAsync();
                break;
            case "complete":
                await session.CompleteAsync();
                break;
            default:
                await session.DisposeAsync();
                break;
        }
    }

    private static async Task SendUntilRefusedAsync(CallSession session)
    {
        try
        {
            while (true)
            {
                await session.SendAudioAsync(CallRig.Ramp(160), CallRig.Agent);
                await Task.Yield();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or VoiceCallSessionException)
        {
            // Refused, as it should be once the call is ending.
        }
    }
}
