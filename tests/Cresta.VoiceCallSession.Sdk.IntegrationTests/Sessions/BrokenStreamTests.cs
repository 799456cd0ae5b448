using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>However a stream breaks, a call that may not outlive it ends once with a status that says so, and its books balance.</summary>
public sealed class BrokenStreamTests
{
    private static Dictionary<string, CallScript> Breaks { get; } = new(StringComparer.Ordinal)
    {
        ["reset"] = CallScript.Answering().ResetAfter(5, Http2ErrorCode.InternalError),
        ["reset with NO_ERROR"] = CallScript.Answering().ResetAfter(5, Http2ErrorCode.NoError),
        ["reset with CANCEL"] = CallScript.Answering().ResetAfter(5, Http2ErrorCode.Cancel),
        ["aborted connection"] = CallScript.Answering().AbortConnectionAfter(5),
        ["early end"] = CallScript.Answering().EndAfter(5),
        ["UNAVAILABLE"] = CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 5),
    };

    public static TheoryData<VoiceCallSessionTransport, string> OnBoth()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var name in Breaks.Keys)
            {
                data.Add(transport, name);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(OnBoth))]
    public async Task A_broken_stream_is_a_transient_failure_that_accounts_for_everything(VoiceCallSessionTransport transport, string name)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Reconnect.Enabled = false, o => o.Script = Breaks[name]);
        await using var session = await rig.OpenAsync();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
            }
        }
        catch (Exception e) when (e is VoiceCallSessionException or InvalidOperationException)
        {
            // The break may be known before everything is offered.
        }

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        Assert.Equal(CallOutcome.Failed, report.Outcome);
        Assert.Equal((StatusCode.Unavailable, true), (report.Failure!.StatusCode, report.Failure.IsTransient));
        var agent = Assert.Single(report.Participants);
        Assert.Equal(agent.OfferedBytes, agent.AcknowledgedBytes + agent.UnacknowledgedBytes + agent.DroppedBytes + agent.RefusedBytes);
        Assert.True(
            agent.AcknowledgedBytes <= call.TotalAudioBytes, "the client counts no byte as acknowledged that the server has not had");
        Assert.True(call.TotalAudioBytes <= agent.AcknowledgedBytes + agent.UnacknowledgedBytes,
            "the server had no byte that the client counts as unsent");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_graceful_GOAWAY_lets_the_call_finish_and_the_next_takes_another_connection(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptNext(CallScript.Answering().GoAwayAfter(3));
        await using var first = await rig.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await first.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var last = await first.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await first.WaitForAcknowledgementAsync(last).WaitAsync(CallRig.Watchdog);
        await using var second = await rig.OpenAsync(CallRig.Configuration("call-2"));
        Assert.True((await first.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        Assert.True((await second.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        Assert.NotEqual((await rig.RecordAsync("call-1")).ConnectionId, (await rig.RecordAsync("call-2")).ConnectionId);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task One_sick_call_leaves_the_others_alone(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptFor("call-sick", CallScript.Answering().StopReadingAfter(2));
        await using var sick = await rig.OpenAsync(CallRig.Configuration("call-sick"));
        while (sick.TrySendAudio(CallRig.Ramp(8000), CallRig.Agent) == AudioSendResult.Queued && sick.QueuedAudioBytes < 200_000)
        {
            await Task.Yield();
        }

        await using var healthy = await rig.OpenAsync(CallRig.Configuration("call-healthy"));
        await healthy.SendAudioAsync(CallRig.Ramp(80_000), CallRig.Agent);
        Assert.True((await healthy.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }
}
