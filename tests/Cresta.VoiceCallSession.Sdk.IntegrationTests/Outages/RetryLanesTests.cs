using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Retries of single events, and their rejections, do not keep live calls from reconnecting.</summary>
public sealed class RetryLanesTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_reconnects_at_once_though_the_quota_of_single_events_stays_exhausted(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time);
        var exhausted = new ScriptedStatus(StatusCode.ResourceExhausted, "the event quota of profile-2 is exhausted")
            .WithRetryInfo(TimeSpan.FromMinutes(1));
        rig.Server.UnaryScript = UnaryScript.Answering().FailWith(exhausted);
        await using var session = await OpenBreakingAsync(rig);
        await RejectAsync(rig, time, until: () => rig.Server.UnaryEvents.Count >= 20);
        await session.SendChunksAsync(1, 3);
        await rig.RecordAsync();

        // Each rejection requests another minute, and they keep coming: one each 100 ms.
        var broke = time.GetUtcNow();
        await RejectAsync(rig, time, until: () => rig.Server.Calls.Count >= 2 || session.Completion.IsCompleted);
        Assert.False(session.Completion.IsCompleted, session.Completion.IsCompleted ? (await session.Completion).ToJson() : "");
        Assert.True(time.GetUtcNow() - broke < TimeSpan.FromSeconds(20), $"it took {time.GetUtcNow() - broke}");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_reconnects_before_all_the_events_that_are_tried_again(VoiceCallSessionTransport transport)
    {
        // Four retries a second for 200 events that fail: 50 seconds of them.
        var time = new FakeTimeProvider();
        using var log = new LogRecorder();
        await using var rig = await StartAsync(transport, time, o =>
        {
            o.LoggerFactory = log;
            o.Reconnect.MaxAttemptsPerSecond = 4;
            (o.Retry.MaxRetryAttempts, o.Retry.MaxDelay) = (100, o.Retry.BaseDelay);
            o.RequestTimeout = TimeSpan.FromDays(1);
        });
        rig.Server.UnaryScript = UnaryScript.Answering().FailWith(StatusCode.Unavailable);
        await using var session = await OpenBreakingAsync(rig);
        using var over = new CancellationTokenSource();
        var events = Enumerable.Range(0, 200).Select(_ => SendEventAsync(rig, over.Token)).ToArray();
        await TimeSteps.WaitUntilAsync(() => rig.Server.UnaryEvents.Count >= 200);
        await session.SendChunksAsync(1, 3);
        await TimeSteps.WaitUntilAsync(() => log.Of("StreamBroke").Count > 0);
        var seconds = 0;
        for (; rig.Server.Calls.Count < 2; seconds++)
        {
            // The turns of a second, each used by a request that arrives.
            var before = rig.Server.UnaryEvents.Count + rig.Server.Calls.Count;
            time.Advance(TimeSpan.FromMilliseconds(500));
            time.Advance(TimeSpan.FromMilliseconds(501));
            await TimeSteps.WaitUntilAsync(() => rig.Server.UnaryEvents.Count + rig.Server.Calls.Count >= before + 4);
        }

        Assert.InRange(seconds, 0, 15);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(events)).WaitAsync(CallRig.Watchdog);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_wait_that_one_event_was_requested_to_make_is_made_by_that_event(VoiceCallSessionTransport transport)
    {
        var time = new FakeTimeProvider();
        await using var rig = await StartAsync(transport, time, o => o.RequestTimeout = TimeSpan.FromMinutes(10));
        rig.Server.ScriptNextUnary(UnaryScript.Answering()
            .FailWith(new ScriptedStatus(StatusCode.ResourceExhausted, "later").WithRetryInfo(TimeSpan.FromMinutes(2))));
        var waiting = SendEventAsync(rig);
        await TimeSteps.WaitUntilAsync(() => rig.Server.UnaryEvents.Count == 1);
        await SendEventAsync(rig).WaitAsync(CallRig.Watchdog);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(waiting.IsCompleted);
        await time.AdvanceUntilAsync(() => waiting.IsCompleted);
        await waiting;
        Assert.Equal(3, rig.Server.UnaryEvents.Count);
    }

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport, FakeTimeProvider time,
        Action<VoiceCallSessionClientOptions>? configure = null) =>
        CallRig.StartAsync(transport, o =>
        {
            o.TimeProvider = time;
            o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
            o.Reconnect.AcknowledgementTimeout = o.Reconnect.WriteTimeout = TimeSpan.FromDays(1);
            configure?.Invoke(o);
        });

    /// <summary>A call whose stream breaks with its third message after the configuration.</summary>
    private static async Task<CallSession> OpenBreakingAsync(CallRig rig)
    {
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 4));
        var session = await rig.OpenAsync();
        await session.WaitForAcknowledgementAsync(await session.SendAudioAsync(CallRig.Ramp(800), CallRig.Agent))
            .WaitAsync(CallRig.Watchdog);
        return session;
    }

    private static async Task RejectAsync(CallRig rig, FakeTimeProvider time, Func<bool> until)
    {
        while (!until())
        {
            await Assert.ThrowsAsync<VoiceCallSessionException>(() => SendEventAsync(rig)).WaitAsync(CallRig.Watchdog);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private static Task<ProcessSessionEventResponse> SendEventAsync(CallRig rig, CancellationToken cancellationToken = default) =>
        rig.Client.ProcessSessionEventAsync("profile-2", SessionEventBuilder.CallStarted("other").Build(),
            cancellationToken: cancellationToken);
}
