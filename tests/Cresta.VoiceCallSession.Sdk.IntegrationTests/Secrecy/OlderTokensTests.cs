using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>A provider that gives each call a token of its own, and a server that repeats any of them.</summary>
public sealed class OlderTokensTests
{
    private const int Calls = 30;

    [Theory, ClassData(typeof(Transports))]
    public async Task The_token_of_a_live_call_is_redacted_however_old_it_is(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await StartAsync(transport, log);
        var sessions = new List<CallSession>();
        for (var i = 1; i <= Calls; i++)
        {
            rig.Server.ScriptFor($"call-{i}", CallScript.Answering().EndWithStatus(Repeating(i), 2));
            sessions.Add(await rig.OpenAsync(CallRig.Configuration($"call-{i}")));
        }

        foreach (var session in sessions)
        {
            await session.SendEventAsync(SessionEventBuilder.CallStarted("call").Build());
            AssertSecret(log, await session.Completion.WaitAsync(CallRig.Watchdog));
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_token_of_another_call_is_redacted_while_it_is_live(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await StartAsync(transport, log);
        for (var i = 1; i < Calls; i++)
        {
            await rig.OpenAsync(CallRig.Configuration($"call-{i}"));
        }

        rig.Server.ScriptFor("last", CallScript.Answering().EndWithStatus(Repeating([.. Enumerable.Range(1, Calls)]), 2));
        await using var last = await rig.OpenAsync(CallRig.Configuration("last"));
        await last.SendEventAsync(SessionEventBuilder.CallStarted("last").Build());
        AssertSecret(log, await last.Completion.WaitAsync(CallRig.Watchdog));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task The_tokens_of_single_events_are_redacted_though_many_have_been_used_since(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await StartAsync(transport, log);
        for (var i = 1; i < Calls; i++)
        {
            await SendEventAsync(rig);
        }

        rig.Server.ScriptNextUnary(UnaryScript.Answering().FailWith(Repeating([.. Enumerable.Range(1, Calls)])));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => SendEventAsync(rig));
        Assert.Contains("denied", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", failure.ToString(), StringComparison.Ordinal);
        Assert.All(log.Entries, entry => Assert.DoesNotContain("secret-token", entry.Text, StringComparison.Ordinal));
    }

    private static ScriptedStatus Repeating(params int[] tokens) =>
        new(StatusCode.PermissionDenied,
            $"denied: {string.Join(" and ", tokens.Select(n => $"authorization=Bearer secret-token-{n:000}"))}");

    private static void AssertSecret(LogRecorder log, CallReport report)
    {
        Assert.Contains("denied", report.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", report.Failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", report.ToJson(), StringComparison.Ordinal);
        Assert.All(log.Entries, entry => Assert.DoesNotContain("secret-token", entry.Text, StringComparison.Ordinal));
    }

    private static Task<ProcessSessionEventResponse> SendEventAsync(CallRig rig) =>
        rig.Client.ProcessSessionEventAsync("profile-1", SessionEventBuilder.CallStarted("call").Build()).WaitAsync(CallRig.Watchdog);

    private static Task<CallRig> StartAsync(VoiceCallSessionTransport transport, LogRecorder log)
    {
        var count = 0;
        return CallRig.StartAsync(transport, o =>
        {
            o.LoggerFactory = log;
            o.Credential = CrestaCredential.FromAccessToken(_ =>
                ValueTask.FromResult($"secret-token-{Interlocked.Increment(ref count):000}"));
        });
    }
}
