using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Statuses that a server ends a live call's stream with.</summary>
public sealed class ServerStatusTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task S1_UNAVAILABLE_in_the_middle_of_a_call_is_outlived(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, Quickly);
        await using var session = await OpenAcknowledgedAsync(rig, CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 4));
        for (var i = 1; i < 6; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S2_A_wait_that_the_server_asks_for_is_kept_and_slows_the_other_calls_too(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.LoggerFactory = log;
            o.OpenConfirmationTimeout = o.OpenTimeout = o.RequestTimeout = o.Reconnect.MaxOutage = TimeSpan.FromDays(1);
            o.Reconnect.WriteTimeout = o.Reconnect.AcknowledgementTimeout = TimeSpan.FromDays(1);
        });
        var busy = new ScriptedStatus(StatusCode.ResourceExhausted, "busy").WithRetryInfo(TimeSpan.FromSeconds(60));
        rig.Server.ScriptFor("call-1", CallScript.Answering().EndWithStatus(busy, 3));
        rig.Server.ScriptFor("call-2", CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 3));
        await using var first = await rig.OpenAsync();
        await using var second = await rig.OpenAsync(CallRig.Configuration("call-2"));
        await first.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await first.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());

        // Over REST the status can be lost with its stream; then the call comes back, and is told again. Else no time passes before it is
        // known.
        while (!log.Of("StreamBroke").Any(entry => entry.Text.Contains("RESOURCE_EXHAUSTED", StringComparison.Ordinal)))
        {
            if (log.Of("StreamBroke").Count == rig.Server.CallsOf("call-1").Count)
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
            }

            await Task.Yield();
        }

        await second.SendEventAsync(SessionEventBuilder.CallStarted("call-2").Build());
        await second.SendEventAsync(SessionEventBuilder.CallStarted("call-2").Build());
        await rig.RecordAsync("call-2");
        rig.Server.ScriptFor("call-1", CallScript.Answering());
        rig.Server.ScriptFor("call-2", CallScript.Answering());

        var before = rig.Server.Calls.Count;
        var waited = TimeSpan.Zero;
        while (rig.Server.Calls.Count < before + 2)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            waited += TimeSpan.FromMilliseconds(250);
            await Task.Yield();
            Assert.True(rig.Server.Calls.Count == before || waited >= TimeSpan.FromSeconds(58), $"a call came back after {waited}");
        }

        Assert.Equal(CallOutcome.Completed, (await first.CompleteAsync().WaitAsync(CallRig.Watchdog)).Outcome);
        Assert.Equal(CallOutcome.Completed, (await second.CompleteAsync().WaitAsync(CallRig.Watchdog)).Outcome);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.InvalidArgument)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.PermissionDenied)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.NotFound)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.AlreadyExists)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.InvalidArgument)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.PermissionDenied)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.NotFound)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.AlreadyExists)]
    public async Task S3_What_no_retry_can_mend_ends_the_matter_at_once(VoiceCallSessionTransport transport, StatusCode code)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var details = new ScriptedStatus(code, "not like this").WithRetryInfo(TimeSpan.FromSeconds(1));
        rig.Server.ScriptNext(CallScript.Answering().NotAnsweringConfiguration().EndWithStatus(details, 1));
        var refused = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());
        Assert.Equal((code, 1, false), (refused.StatusCode, refused.Attempts, refused.IsTransient));
        Assert.NotNull(refused.GetDetail<Google.Rpc.RetryInfo>());

        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(details, 2));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Failed, report.Outcome);
        Assert.Equal(code, report.Failure!.StatusCode);
        Assert.Single(report.Attempts);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S5_A_stream_that_the_server_ends_well_while_the_call_lives_is_opened_again(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, Quickly);
        await using var session = await OpenAcknowledgedAsync(rig, CallScript.Answering().EndAfter(4));
        for (var i = 1; i < 6; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(800, start: i * 800), CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(AttemptCause.Reconnect, report.Attempts[1].Cause);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S10_A_server_that_limits_the_age_of_streams_teaches_the_call_to_be_first(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.Reconnect.BaseDelay = TimeSpan.FromTicks(1);
            o.OpenConfirmationTimeout = o.OpenTimeout = o.Rotation.HandoverTimeout = TimeSpan.FromDays(1);
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.OutOfRange, 3));
        await using var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build())).WaitAsync(CallRig.Watchdog);
        time.Advance(TimeSpan.FromSeconds(3));
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var afterwards = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var acknowledged = session.WaitForAcknowledgementAsync(afterwards);
        await time.AdvanceUntilAsync(() => acknowledged.IsCompleted, speed: 1);
        await acknowledged;
        time.Advance(TimeSpan.FromSeconds(2.7));

        // What was learnt is 3 s and the moments that the test's clock went on meanwhile.
        await time.AdvanceUntilAsync(() => rig.Server.Calls.Count >= 3, speed: 1);

        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(CallOutcome.Completed, report.Outcome);
        Assert.Equal([AttemptCause.Open, AttemptCause.Reconnect, AttemptCause.StreamAge], report.Attempts.Select(a => a.Cause));
        Assert.Equal(["OUT_OF_RANGE", "OK", "OK"], report.Attempts.Select(a => a.Status));
    }

    /// <summary>A call whose server is known to acknowledge audio, so that it is replayed.</summary>
    private static async Task<CallSession> OpenAcknowledgedAsync(CallRig rig, CallScript script)
    {
        rig.Server.ScriptNext(script);
        var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
        return session;
    }

    private static void Quickly(VoiceCallSessionClientOptions options) => options.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
}
