using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Rows I5, I6, I7 and I9 at the public doors. The others are shown where the messages are made.</summary>
public sealed class InputTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task I5_A_call_id_of_any_text_arrives_as_it_is(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        foreach (var id in new[] { "tenant/queue/42", "call 42 of today", "\U0001F4DE", "a?b#c&d=%2F", new string('x', 1024) })
        {
            await using var session = await rig.OpenAsync(CallRig.Configuration(id));
            Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
            Assert.Equal(id, (await rig.RecordAsync(id)).Configuration!.PlatformCallId);
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I6_A_live_call_id_is_refused_where_the_options_say_so_until_its_call_has_ended(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.DuplicateCallIds = DuplicateCallIdPolicy.Refuse);
        for (var round = 0; round < 20; round++)
        {
            await using var session = await rig.OpenAsync();
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => rig.OpenAudioAsync());
            Assert.Contains("\"call-1\" is already live in this client; end it", refusal.Message, StringComparison.Ordinal);
            await using var other = await rig.OpenAsync(CallRig.Configuration("call-2"));
            Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);

            // Ended: the id is free at once, which the next round shows.
            await other.CompleteAsync().WaitAsync(CallRig.Watchdog);
        }

        Assert.Equal(20, rig.Server.CallsOf("call-1").Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I6_Of_openings_at_once_under_one_id_one_is_let_in(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.DuplicateCallIds = DuplicateCallIdPolicy.Refuse);
        var openings = Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.OpenAsync())).ToList();
        await ((Task)Task.WhenAll(openings)).WaitAsync(CallRig.Watchdog).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var session = await Assert.Single(openings, opening => opening.IsCompletedSuccessfully);
        Assert.All(openings.Where(opening => opening.IsFaulted),
            opening => Assert.IsType<InvalidOperationException>(opening.Exception!.InnerException));
        await session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
    }

    [Theory]
    [InlineData(DuplicateCallIdPolicy.Warn, 1)]
    [InlineData(DuplicateCallIdPolicy.Allow, 0)]
    public async Task I6_A_live_call_id_is_warned_of_by_default_and_may_be_allowed(DuplicateCallIdPolicy policy, int warnings)
    {
        foreach (var transport in Transports.Both)
        {
            using var log = new LogRecorder();
            await using var rig = await CallRig.StartAsync(transport, o => (o.DuplicateCallIds, o.LoggerFactory) = (policy, log));
            await using var session = await rig.OpenAsync();
            await using var duplicate = await rig.OpenAudioAsync();
            await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
            await duplicate.CompleteAsync().WaitAsync(CallRig.Watchdog);
            await using var later = await rig.OpenAsync();
            Assert.Equal(Enumerable.Repeat((2020, "DuplicateCallId"), warnings), log.Of("DuplicateCallId").Select(
                entry => (entry.Event.Id, entry.Event.Name!)));
            Assert.All(log.Of("DuplicateCallId"), entry => Assert.Contains("call-1", entry.Text, StringComparison.Ordinal));
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I7_What_is_out_of_order_is_refused_with_the_fix_and_changes_nothing(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await RefusedAsync("put it on hold by HoldAsync first", () => session.UnholdAsync().AsTask());
        await session.HoldAsync();
        await RefusedAsync("release it by UnholdAsync first", () => session.HoldAsync().AsTask());
        Assert.Equal(AudioSendResult.DroppedOnHold, session.TrySendAudio(CallRig.Ramp(1), CallRig.Agent));
        await session.UnholdAsync();
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(1), CallRig.Agent));
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        await RefusedAsync("Open a new session", () => session.HoldAsync().AsTask());
        await RefusedAsync("Open a new session", () => session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build()).AsTask());
        Assert.Equal(3, (await rig.RecordAsync()).Events.Count);

        await using var audio = await rig.OpenAudioAsync(CallRig.Configuration("call-2"));
        await RefusedAsync("pause it by PauseAsync first", () => audio.ResumeAsync().AsTask());
        await audio.PauseAsync();
        await RefusedAsync("resume it by ResumeAsync first", () => audio.PauseAsync().AsTask());
        await RefusedAsync("put it on hold by HoldAsync first", () => audio.UnholdAsync());
        await audio.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.Single((await rig.RecordAsync("call-2")).Events);
        Assert.Empty(rig.Server.UnaryEvents);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I9_An_event_of_the_future_is_sent_as_it_is_and_warned_of(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        var now = TimeProvider.System.GetUtcNow();
        var future = SessionEventBuilder.CallStarted("call-1").WithPlatformTime(now.AddHours(2).ToOffset(TimeSpan.FromHours(2))).Build();
        await using var session = await rig.OpenAsync();
        foreach (var time in new[] { now, now.AddSeconds(30), now.AddYears(-20) })
        {
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").WithPlatformTime(time).Build());
        }

        Assert.Empty(log.Of("EventInFuture"));
        await session.SendEventAsync(future);
        await rig.Client.ProcessSessionEventAsync("profile-1", future).WaitAsync(CallRig.Watchdog);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);

        Assert.Equal(2, log.Of("EventInFuture").Count);
        Assert.All(log.Of("EventInFuture"), entry => Assert.Equal((2022, "EventInFuture"), (entry.Event.Id, entry.Event.Name)));
        Assert.Equal(now.AddHours(2), (await rig.RecordAsync()).Events[^1].SessionEvent!.PlatformTime.ToDateTimeOffset());
        Assert.Equal(future, Assert.Single(rig.Server.UnaryEvents).SessionEvent);
    }

    private static async Task RefusedAsync(string fix, Func<Task> act) =>
        Assert.Contains(fix, (await Assert.ThrowsAsync<InvalidOperationException>(
            () => act().WaitAsync(CallRig.Watchdog))).Message, StringComparison.Ordinal);
}
