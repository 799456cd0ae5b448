using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Servers that stop reading or answering without a word.</summary>
public sealed class SilentServerTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task S6_A_server_that_stops_reading_is_left_for_another_stream(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport,
            o =>
            {
                o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
                o.Reconnect.WriteTimeout = TimeSpan.FromMilliseconds(300);
                o.Reconnect.AcknowledgementTimeout = TimeSpan.FromHours(1);
            },
            o => o.InitialWindowBytes = 65_535);
        rig.Server.ScriptNext(CallScript.Answering().StopReadingAfter(3));
        await using var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        for (var i = 1; i < 40; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(8000, start: 800 + ((i - 1) * 8000)), CallRig.Agent);
        }

        await TimeSteps.WaitUntilAsync(() => rig.Server.Calls.Count >= 2);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Contains("did not read", report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S7_A_server_that_has_been_answering_and_falls_silent_is_left_for_another_stream(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
            o.Reconnect.AcknowledgementTimeout = TimeSpan.FromMilliseconds(300);
        });
        rig.Server.ScriptNext(CallScript.Answering().StopReadingAfter(3));
        await using var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent))
            .WaitAsync(CallRig.Watchdog);
        await session.SendAudioAsync(CallRig.Ramp(800, start: 800), CallRig.Agent);
        var last = await session.SendAudioAsync(CallRig.Ramp(800, start: 1600), CallRig.Agent);
        await session.WaitForAcknowledgementAsync(last).WaitAsync(CallRig.Watchdog);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Contains("acknowledged nothing", report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S14_A_request_whose_answer_was_lost_is_sent_again_as_it_was(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        rig.Server.ScriptNextUnary(UnaryScript.Answering().AbortConnection());
        await rig.Client.ProcessSessionEventAsync(
            "profile-1", SessionEventBuilder.CallStarted("call-1").WithPayload("n", 1).Build()).WaitAsync(CallRig.Watchdog);

        Assert.Equal(2, rig.Server.UnaryEvents.Count);
        Assert.Equal(rig.Server.UnaryEvents[0].SessionEvent, rig.Server.UnaryEvents[1].SessionEvent);
    }
}
