using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Row P3: ends that meet a call at a bad moment. For ends in any order, see EndingTests.</summary>
public sealed class ProcessTests
{
    public static TheoryData<VoiceCallSessionTransport, string> Ends()
    {
        var ends = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            ends.Add(transport, "end");
            ends.Add(transport, "complete");
            ends.Add(transport, "dispose");
            ends.Add(transport, "dispose the client");
        }

        return ends;
    }

    [Theory, MemberData(nameof(Ends))]
    public async Task P3_An_end_during_a_reconnect_comes_in_time_and_once(VoiceCallSessionTransport transport, string end)
    {
        // The server refuses every further stream, so the call is between streams for good.
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.TimeProvider, o.Reconnect.BaseDelay) = (time, TimeSpan.FromSeconds(5)));
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        rig.Server.Script = CallScript.Answering().NeverAnswer().EndWithStatus(StatusCode.Unavailable, 1);
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await rig.RecordAsync();
        await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);

        // The deadlines of the end, and not a tick more.
        var ending = Task.WhenAll(RunAsync(rig.Client, session, end), RunAsync(rig.Client, session, end));
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(20); passed += TimeSpan.FromMilliseconds(10))
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await ending.WaitAsync(CallRig.Watchdog);
        var report = await session.Completion;
        Assert.Equal(string.Equals(end, "dispose", StringComparison.Ordinal) ? CallOutcome.Aborted : CallOutcome.Failed, report.Outcome);
        Assert.Same(report, await session.EndCallAsync());
        var agent = Assert.Single(report.Participants);
        Assert.Equal(800, agent.UnacknowledgedBytes + agent.DroppedBytes);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P3_A_client_that_is_disposed_while_a_call_opens_ends_the_opening(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.OpenConfirmationTimeout = o.OpenTimeout = TimeSpan.FromHours(1),
                o => o.Script = CallScript.Answering().NeverAnswer());
        var opening = rig.OpenAsync();
        await rig.Server.WaitForCallStartAsync("call-1").WaitAsync(CallRig.Watchdog);

        await rig.Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => opening.WaitAsync(CallRig.Watchdog));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.OpenAsync());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P3_A_client_that_is_disposed_while_an_event_is_sent_gives_it_up(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.RequestTimeout = TimeSpan.FromHours(1));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().DelayAnswer(TimeSpan.FromHours(1)));
        var sending = rig.Client.ProcessSessionEventAsync("profiles-1", SessionEventBuilder.CallStarted("call-1").Build());
        await rig.Server.WaitForUnaryEventAsync(_ => true).WaitAsync(CallRig.Watchdog);

        await rig.Client.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.WaitAsync(CallRig.Watchdog));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P3_A_cancelled_opening_leaves_no_call_behind(VoiceCallSessionTransport transport)
    {
        using var cancellation = new CancellationTokenSource();
        await using var rig = await CallRig.StartAsync(
            transport,
            o => (o.OpenConfirmationTimeout, o.DuplicateCallIds) = (TimeSpan.FromHours(1), DuplicateCallIdPolicy.Refuse),
            o => o.Script = CallScript.Answering().NeverAnswer());
        var opening = rig.Client.OpenCallSessionAsync(CallRig.Configuration(), cancellation.Token);
        await rig.Server.WaitForCallStartAsync("call-1").WaitAsync(CallRig.Watchdog);
        await cancellation.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(CallRig.Watchdog));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        rig.Server.Script = CallScript.Answering();
        await using var again = await rig.OpenAsync();
        Assert.True((await again.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    private static Task RunAsync(VoiceCallSessionClient client, CallSession session, string end) => end switch
    {
        "end" => session.EndCallAsync(),
        "complete" => session.CompleteAsync(),
        "dispose" => session.DisposeAsync().AsTask(),
        _ => client.DisposeAsync().AsTask(),
    };
}
