using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>Control characters in a server's text neither forge a line of a log nor reach a terminal.</summary>
public sealed class ControlCharacterTests
{
    private const string Text = "denied\r\n2026-11-27 [INF] forged\u001b[2J\u0007\u0085\u2028\u202eend";
    private const string Escaped = @"denied\r\n2026-11-27 [INF] forged\u001b[2J\u0007\u0085\u2028\u202eend";

    [Theory, ClassData(typeof(Transports))]
    public async Task A_status_that_ends_a_call_is_escaped(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(new ScriptedStatus(StatusCode.PermissionDenied, Text), 3));
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 2);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        AssertEscaped(report.Failure!);
        Assert.Contains(Escaped, report.Attempts[0].Reason, StringComparison.Ordinal);
        AssertPrintable(log);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_status_that_breaks_a_stream_is_escaped(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o =>
            (o.LoggerFactory, o.Reconnect.BaseDelay) = (log, TimeSpan.FromMilliseconds(1)));
        rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(new ScriptedStatus(StatusCode.Unavailable, Text), 5));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 3);
        var report = await session.EndWholeAsync(rig.Server, 4);
        Assert.Contains(Escaped, report.Attempts[0].Reason, StringComparison.Ordinal);
        Assert.Contains(log.Of("StreamBroke"), entry => entry.Text.Contains(Escaped, StringComparison.Ordinal));
        AssertPrintable(log);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_rejected_message_or_event_is_escaped(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        rig.Server.ScriptNext(CallScript.Answering().FailMessage(2, new ScriptedStatus(StatusCode.InvalidArgument, Text)));
        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(new ScriptedStatus(StatusCode.InvalidArgument, Text)));
        await using var session = await rig.OpenAsync();
        var id = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        AssertEscaped(await Assert.ThrowsAsync<VoiceCallSessionException>(() => session.WaitForAcknowledgementAsync(id))
            .WaitAsync(CallRig.Watchdog));
        AssertEscaped(await Assert.ThrowsAsync<VoiceCallSessionException>(() =>
            rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call-1").Build())));
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        AssertPrintable(log);
    }

    private static void AssertEscaped(VoiceCallSessionException failure)
    {
        Assert.Contains(Escaped, failure.Message, StringComparison.Ordinal);
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            Assert.DoesNotContain(e.Message, char.IsControl);
        }
    }

    private static void AssertPrintable(LogRecorder log) =>
        Assert.All(log.Entries, entry => Assert.DoesNotContain(entry.Text, char.IsControl));
}
