using Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Row P7: the application's own code that the SDK runs. Token and secret providers are row A8.</summary>
public sealed class CallersCodeTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_retry_predicate_that_throws_is_named_and_fails_only_the_call_that_it_was_asked_about(
        VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => o.Retry.ShouldRetry = _ => throw new InvalidTimeZoneException("a bug"));
        rig.Server.ScriptFor("sick", CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        await using var other = await rig.OpenAsync();
        await using var sick = await rig.OpenAsync(CallRig.Configuration("sick"));
        await sick.SendEventAsync(SessionEventBuilder.CallStarted("sick").Build());

        var report = await sick.Completion.WaitAsync(CallRig.Watchdog);

        Assert.Equal((CallOutcome.Failed, StatusCode.Unavailable), (report.Outcome, report.Failure!.StatusCode));
        Assert.Contains("ShouldRetry threw InvalidTimeZoneException", report.Failure.Message, StringComparison.Ordinal);
        await other.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        Assert.True((await other.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_retry_predicate_that_blocks_holds_up_only_the_call_that_it_was_asked_about(VoiceCallSessionTransport transport)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var blocked = new ManualResetEventSlim();
        await using var rig = await CallRig.StartAsync(transport, o => o.Retry.ShouldRetry = _ =>
        {
            asked.TrySetResult();
            blocked.Wait(CallRig.Watchdog);
            return false;
        });
        rig.Server.ScriptFor("sick", CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        await using var sick = await rig.OpenAsync(CallRig.Configuration("sick"));
        await sick.SendEventAsync(SessionEventBuilder.CallStarted("sick").Build());
        await asked.Task.WaitAsync(CallRig.Watchdog);

        await using var other = await rig.OpenAsync();
        await other.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent);
        Assert.True((await other.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);

        // The media thread of the call itself is not held up either.
        Assert.Equal(AudioSendResult.Queued, sick.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        Assert.False(sick.Completion.IsCompleted);
        blocked.Set();
        Assert.Equal(CallOutcome.Failed, (await sick.Completion.WaitAsync(CallRig.Watchdog)).Outcome);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_retry_predicate_may_use_the_client(VoiceCallSessionTransport transport)
    {
        VoiceCallSessionClient? client = null;
        Task<ProcessSessionEventResponse>? telling = null;
        await using var rig = await CallRig.StartAsync(transport, o => o.Retry.ShouldRetry = failure =>
        {
            telling ??= client!.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("about").Build());
            return VoiceCallSessionRetryOptions.IsTransient(failure);
        });
        client = rig.Client;
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        await telling!.WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_logger_that_throws_reaches_no_call(VoiceCallSessionTransport transport)
    {
        using var log = new ThrowingLog();
        using var telemetry = new TelemetryRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        await using var session = await rig.OpenAsync();
        await using var duplicate = await rig.OpenAsync();
        await duplicate.SendEventAsync(SessionEventBuilder.CallStarted("call-1").WithPlatformTime(DateTimeOffset.MaxValue).Build());
        await session.SendAudioAsync(await BundledSpeech.Linear16Async(), CallRig.Agent);
        await log.Thrown(3).WaitAsync(CallRig.Watchdog);
        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        Assert.True((await duplicate.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        Assert.True(telemetry.Measure(rig.Server.Endpoint.Port).Count("callbacks.failed", ("callback", "Logger")) >= 3);
        Assert.Single(log.Events, "CallbackFailed");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task P7_A_sequence_that_throws_cuts_its_call_off_and_is_thrown_to_its_owner(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        var thrown = new InvalidTimeZoneException("a bug");
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () =>
                rig.Client.StreamCallSessionAsync(CallRig.Configuration(), Requests()).ToListAsync().AsTask().WaitAsync(CallRig.Watchdog)));
        Assert.False((await rig.RecordAsync()).ClientHalfClosed);

        async IAsyncEnumerable<StreamCallSessionRequest> Requests()
        {
            yield return StreamCallSessionRequest.ForAudio(CallRig.Ramp(800), CallRig.Agent);
            await Task.Yield();
            throw thrown;
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public void P7_What_configuring_the_handler_throws_is_thrown_by_making_the_client(VoiceCallSessionTransport transport)
    {
        var options = new VoiceCallSessionClientOptions { Endpoint = new Uri("https://api.example.com"), Transport = transport };
        var thrown = new InvalidTimeZoneException("a bug");
        options.Http.ConfigureHandler = _ => throw thrown;
        Assert.Same(thrown, Assert.Throws<InvalidTimeZoneException>(() => new VoiceCallSessionClient(options)));
    }
}
