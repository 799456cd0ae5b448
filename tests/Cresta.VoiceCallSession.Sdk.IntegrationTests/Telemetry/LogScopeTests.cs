using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>
/// Whatever is logged of a call says which call, over which method, and which of its streams, whichever thread it is logged on.
/// </summary>
public sealed class LogScopeTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Every_entry_of_a_call_has_its_call_and_stream_in_scope_once(VoiceCallSessionTransport transport)
    {
        var log = new ScopedLog();
        using var factory = log.Factory;
        await BreakAsync(transport, factory);
        await RotateAsync(transport, log);
        await ParkAsync(transport, factory);
        await FailAsync(transport, factory);
        await LoseAsync(transport, factory);
        if (transport == VoiceCallSessionTransport.Rest)
        {
            await SkipLinesAsync(factory);
        }

        await SwitchAsync(factory);
        await FailToRenewAsync(transport, factory);

        var entries = log.Entries;
        Assert.All(entries, entry =>
        {
            Assert.Equal(["PlatformCallId", "Method", "Attempt"], entry.Scope.Select(value => value.Key));
            Assert.StartsWith("call-", (string)LogEntry.ValueOf(entry.Scope, "PlatformCallId")!, StringComparison.Ordinal);
            Assert.Equal("StreamCallSession", LogEntry.ValueOf(entry.Scope, "Method"));
            Assert.InRange((int)LogEntry.ValueOf(entry.Scope, "Attempt")!, entry.Event.Name == "DuplicateCallId" ? 0 : 1, 3);
            if (LogEntry.ValueOf(entry.State, "Attempt") is { } attempt)
            {
                Assert.Equal(attempt, LogEntry.ValueOf(entry.Scope, "Attempt"));
            }
        });

        // Everything that is logged of a call has been logged, except lines that only REST can skip and what concerns a connection, the
        // application's own code or a gateway.
        string[] others = ["CallbackFailed", "PingsReduced", "StreamUnanswered"];
        string[] elsewhere = transport == VoiceCallSessionTransport.Rest ? others : [.. others, "ResponseLinesSkipped"];
        Assert.Equal(
            LogEvents.All.Where(
                e => !e.Category.EndsWith(".Hosting", StringComparison.Ordinal)).Select(e => e.Name).Except(elsewhere).Order(),
            entries.Select(entry => entry.Event.Name!).Distinct().Order());
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task What_happens_after_a_reconnect_is_logged_of_the_second_stream(VoiceCallSessionTransport transport)
    {
        var log = new ScopedLog();
        using var factory = log.Factory;
        await BreakAsync(transport, factory);
        var attempts = log.Entries.Where(entry => (string)LogEntry.ValueOf(entry.Scope, "PlatformCallId")! == "call-1")
            .ToLookup(entry => entry.Event.Name!, entry => (int)LogEntry.ValueOf(entry.Scope, "Attempt")!);
        Assert.Equal([1], attempts["CallOpened"].Distinct());
        Assert.Equal([1], attempts["StreamBroke"]);
        Assert.Equal([2], attempts["Reconnected"]);
        Assert.Equal([2, 2], attempts["GateChanged"]);
        Assert.Equal([2], attempts["MessageRejected"]);
        Assert.Contains(2, attempts["CallEnded"]);
    }

    private static async Task BreakAsync(VoiceCallSessionTransport transport, ILoggerFactory factory)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.LoggerFactory, o.Reconnect.BaseDelay) = (factory, TimeSpan.FromMilliseconds(1)));
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2));
        rig.Server.ScriptNext(CallScript.Answering().FailMessage(4, StatusCode.InvalidArgument));
        await using var session = await rig.OpenAsync();
        var future = SessionEventBuilder.CallStarted("call-1").WithPlatformTime(TimeProvider.System.GetUtcNow().AddHours(1)).Build();
        await session.SendEventAsync(future);
        await TimeSteps.WaitUntilAsync(() => rig.Server.CallsOf("call-1").Count == 2);
        await session.WaitForAcknowledgementAsync(
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build())).WaitAsync(CallRig.Watchdog);
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.HoldAsync();
        await session.UnholdAsync();

        await using var other = await rig.OpenAsync(CallRig.Linear16Configuration("call-2"));
        await using var duplicate = await rig.OpenAsync(CallRig.Configuration("call-2"));
        await other.SendAudioAsync(new byte[3], CallRig.Agent);
        await duplicate.SendAudioAsync(await BundledSpeech.Linear16Async(), CallRig.Agent);
        await other.CompleteAsync().WaitAsync(CallRig.Watchdog);
        await duplicate.CompleteAsync().WaitAsync(CallRig.Watchdog);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    private static async Task LoseAsync(VoiceCallSessionTransport transport, ILoggerFactory factory)
    {
        // Noticed while the call goes on, by the timer that looks at its stream.
        var time = new FakeTimeProvider();
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.LoggerFactory, o.TimeProvider, o.Audio.MaxBytes) = (factory, time, 1600));
        await using var session = await rig.OpenAsync(CallRig.Configuration("call-6"));
        Assert.Equal(AudioSendResult.DroppedBufferFull, session.TrySendAudio(CallRig.Ramp(3200), CallRig.Agent));
        time.Advance(TimeSpan.FromSeconds(2));
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
    }

    private static async Task RotateAsync(VoiceCallSessionTransport transport, ScopedLog log)
    {
        var tokens = 0;
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            // The third stream, and only that, gets no token.
            (o.LoggerFactory, o.Retry.MaxRetryAttempts, o.Rotation.MinStreamAge) = (log.Factory, 0, TimeSpan.Zero);
            o.Credential = CrestaCredential.FromAccessToken(_ => Interlocked.Increment(ref tokens) == 3
                ? throw new InvalidTimeZoneException("a bug")
                : ValueTask.FromResult("token"));
        });
        rig.Server.ScriptNext(CallScript.Answering().GoAwayAfter(2), times: 2);
        await using var session = await rig.OpenAsync(CallRig.Configuration("call-3"));
        while (!log.Entries.Any(entry => entry.Event.Name == "ReplacementFailed"))
        {
            await session.WaitForAcknowledgementAsync(
                await session.SendEventAsync(SessionEventBuilder.CallStarted("call-3").Build())).WaitAsync(CallRig.Watchdog);
        }

        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    private static async Task ParkAsync(VoiceCallSessionTransport transport, ILoggerFactory factory)
    {
        await using var rig = await CallRig.StartAsync(
            transport, o =>
                (o.LoggerFactory, o.Idle.Action, o.Idle.After) = (factory, IdleAction.CloseStream, TimeSpan.FromMilliseconds(50)));
        await using var session = await rig.OpenAsync(CallRig.Configuration("call-4"));
        await rig.RecordAsync("call-4");
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    private static async Task FailAsync(VoiceCallSessionTransport transport, ILoggerFactory factory)
    {
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            (o.LoggerFactory, o.Reconnect.BaseDelay) = (factory, TimeSpan.FromMilliseconds(1));
            o.Credential = CrestaCredential.FromAccessToken(_ => ValueTask.FromResult("token"));
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unauthenticated, 2));
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.PermissionDenied, 1));
        await using var session = await rig.OpenAsync(CallRig.Configuration("call-5"));
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-5").Build());
        Assert.Equal(CallOutcome.Failed, (await session.Completion.WaitAsync(CallRig.Watchdog)).Outcome);
    }

    private static async Task FailToRenewAsync(VoiceCallSessionTransport transport, ILoggerFactory factory)
    {
        var handlers = 0;
        await using var rig = await CallRig.StartAsync(transport, o =>
        {
            (o.LoggerFactory, o.Reconnect.BaseDelay) = (factory, TimeSpan.FromMilliseconds(1));
            o.Http.ConfigureHandler = _ => handlers = handlers < 1 ? handlers + 1 : throw new InvalidTimeZoneException("a bug");
        });
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 1));
        await using var session = await rig.OpenAsync(CallRig.Configuration("call-7"));
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-7").Build());
        Assert.Equal(CallOutcome.Completed, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Outcome);
    }

    private static async Task SkipLinesAsync(ILoggerFactory factory)
    {
        await using var server = await RawRestServer.StartAsync(async context =>
        {
            await RawRestServer.WriteAsync(context, "{\"neither\":1}\n");
            await RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect(o => o.LoggerFactory = factory);
        await using var session = await RawRestServer.OpenAsync(client);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
    }

    private static async Task SwitchAsync(ILoggerFactory factory)
    {
        await using var server = await RawRestServer.StartAsync(context =>
        {
            if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
            {
                context.Response.StatusCode = 415;
                return Task.CompletedTask;
            }

            return RawRestServer.AnswerAllAsync(context);
        });
        await using var client = server.Connect(o => o.LoggerFactory = factory, VoiceCallSessionTransport.Auto);
        await using var session = await RawRestServer.OpenAsync(client);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
    }
}
