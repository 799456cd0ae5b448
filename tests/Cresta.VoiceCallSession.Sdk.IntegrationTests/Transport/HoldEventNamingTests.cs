using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;

/// <summary>Hold and unhold, whatever the name is under which they travel.</summary>
public sealed class HoldEventNamingTests
{
    public static TheoryData<VoiceCallSessionTransport, HoldEventNaming> All()
    {
        var data = new TheoryData<VoiceCallSessionTransport, HoldEventNaming>();
        foreach (var transport in Transports.Both)
        {
            data.Add(transport, HoldEventNaming.Hold);
            data.Add(transport, HoldEventNaming.CallHold);
        }

        return data;
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_events_arrive_and_are_reported_alike_under_either_name(
        VoiceCallSessionTransport transport, HoldEventNaming naming)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.HoldEventNaming = naming);
        await using var session = await rig.OpenAsync();
        await session.HoldAsync();
        await session.UnholdAsync();
        await session.SendEventAsync(SessionEventBuilder.Hold("call-1").WithPayload("eventType", "HOLD").Build());
        Assert.Equal(AudioSendResult.DroppedOnHold, session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        await session.SendEventAsync(SessionEventBuilder.Unhold("call-1").Build());
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        await rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.Hold("call-1").Build()).WaitAsync(CallRig.Watchdog);
        await rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.Unhold("call-1").Build()).WaitAsync(CallRig.Watchdog);

        Assert.Equal(["HOLD", "UNHOLD", "HOLD", "UNHOLD", "CALL_ENDED"], report.Events.Select(e => e.Type));
        Assert.All(report.Events, e => Assert.True(e.Acknowledged));
        var call = await rig.RecordAsync();
        call.ShouldHaveEvents(EventType.Hold, EventType.Unhold, EventType.Hold, EventType.Unhold, EventType.CallEnded);
        Assert.Equal("HOLD", call.Events[2].SessionEvent!.Payload.Fields["eventType"].StringValue);
        Assert.Equal([EventType.Hold, EventType.Unhold], rig.Server.UnaryEvents.Select(e => e.SessionEvent!.EventType));

        // The name that is shown does not depend on the option.
        var difference = Assert.Throws<CallAssertionException>(() => call.ShouldHaveEvents());
        Assert.Contains("the events Hold, Unhold, Hold, Unhold, CallEnded, expected none", difference.Message, StringComparison.Ordinal);
        Assert.Contains("\"HOLD\"", call.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("CALL_HOLD", call.ToJson() + report.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HoldEventNaming.Hold, "HOLD", "UNHOLD")]
    [InlineData(HoldEventNaming.CallHold, "CALL_HOLD", "CALL_UNHOLD")]
    public async Task Over_REST_streams_and_single_events_have_the_names_of_the_option(HoldEventNaming naming, string hold, string unhold)
    {
        var lines = new List<string>();
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
            {
                lines.Add(line);
                await (context.Request.Path == "/v1/voicecallsession/streamCallSession"
                    ? RawRestServer.AnswerAsync(context, RawRestServer.IdOf(line))
                    : RawRestServer.WriteAsync(context, "{}"));
            }
        });
        await using var client = server.Connect(o => o.HoldEventNaming = naming);
        await using var session = await RawRestServer.OpenAsync(client);
        await session.WaitForAcknowledgementAsync(await session.HoldAsync()).WaitAsync(CallRig.Watchdog);
        await session.WaitForAcknowledgementAsync(await session.UnholdAsync()).WaitAsync(CallRig.Watchdog);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        await client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.Hold("call-1").Build()).WaitAsync(CallRig.Watchdog);
        await client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.Unhold("call-1").Build()).WaitAsync(CallRig.Watchdog);

        Assert.Equal(5, lines.Count);
        foreach (var (line, name) in lines.Skip(1).Zip([hold, unhold, hold, unhold]))
        {
            Assert.StartsWith($"{{ \"sessionEvent\": {{ \"eventType\": \"{name}\", ", line, StringComparison.Ordinal);
        }
    }
}
