namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>What an event carries beside its type arrives as it was given, on a stream and in a single event.</summary>
public sealed class EventContentTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Custom_values_and_the_flag_that_closes_active_calls_arrive(VoiceCallSessionTransport transport)
    {
        var started = SessionEventBuilder.CallStarted("call-1")
            .WithCustom("call.ani", "+1 555")
            .WithCustom("call.note", "é\n\"")
            .WithCloseActiveCalls()
            .Build();
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(started);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        await rig.Client.ProcessSessionEventAsync("profile-1", started).WaitAsync(CallRig.Watchdog);

        var onStream = Assert.Single((await rig.RecordAsync()).Events).SessionEvent;
        var single = Assert.Single(rig.Server.UnaryEvents).SessionEvent;
        Assert.All([onStream, single], arrived =>
        {
            Assert.Equal(started, arrived);
            Assert.True(arrived!.CloseActiveCalls);
            Assert.Equal(["custom.call.ani", "custom.call.note"], arrived.Payload.Fields.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("é\n\"", arrived.Payload.Fields["custom.call.note"].StringValue);
        });
    }
}
