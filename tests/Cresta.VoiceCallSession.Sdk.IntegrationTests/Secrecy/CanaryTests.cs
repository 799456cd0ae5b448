using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;
using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>
/// Whatever happens, and whatever a server says, nothing that is logged, traced, measured, reported or thrown holds a secret, a token or
/// audio.
/// </summary>
[Collection(Exclusive.Name)]
public sealed class CanaryTests
{
    private const string Echo = $"bad request with authorization: Bearer {Canary.Token}";

    private static readonly Dictionary<string, Action<CanaryRun>> Failing = new(StringComparer.Ordinal)
    {
        ["the secret is refused"] = run => run.Tokens.Script = TokenScript.Refusing(401, Canary.Secret),
        ["the token endpoint is unavailable"] = run => Wait(run, TokenScript.Failing(503)),
        ["the token endpoint breaks off"] = run => Wait(run, TokenScript.Aborting()),
        ["the token endpoint talks nonsense"] = run =>
            run.Tokens.Script = TokenScript.Answering($"{Canary.Secret} {Canary.Token}", "text/plain"),
        ["the token's life is nonsense"] = run => run.Tokens.Script = TokenScript.Answering($$"""{"access_token":"{{Canary.Token}}","expires_in":"{{Canary.Secret}}"}""", "application/json"),
        ["no header carries the token"] = run => run.Tokens.Script = TokenScript.Answering($$"""{"access_token":"{{Canary.Token}}\n"}""", "application/json"),
        ["the token endpoint redirects"] =
            run => run.Tokens.Script = TokenScript.RedirectingTo(new Uri($"http://127.0.0.1:9/?secret={Canary.Secret}")),
        ["the token is refused"] = run => run.Rig.Server.AuthorizationCheck = static _ => false,
        ["single events fail"] =
            run => run.Rig.Server.UnaryScript = UnaryScript.Answering().FailWith(new ScriptedStatus(StatusCode.FailedPrecondition, Echo)),
        ["messages are rejected"] = run =>
            run.Rig.Server.Script = CallScript.Answering().FailMessagesWhere(
            m => m.Number > 1, new ScriptedStatus(StatusCode.InvalidArgument, Echo)),
        ["a gateway answers for the server"] = run => run.Rig.Server.Rest = new RestBehavior { AnswersBadGateway = true },
        ["a gateway answers in its own words"] = run =>
        {
            run.Rig.Server.Rest = new RestBehavior { ErrorBody = RestErrorBody.PlainText };
            run.Rig.Server.Script = CallScript.Answering().EndWithStatus(new ScriptedStatus(StatusCode.InvalidArgument, Echo), 0);
        },
        ["nobody listens"] = run => run.Rig["Endpoint"] = "http://127.0.0.1:9",
        ["no such host"] = run => run.Rig["Endpoint"] = "https://no-such-host.invalid",
        ["TLS where there is none"] = run => run.Rig["Endpoint"] = $"https://127.0.0.1:{run.Rig.Server.Endpoint.Port}",
    };

    public static TheoryData<VoiceCallSessionTransport, StatusCode> Statuses() =>
        OnBoth(Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK));

    public static TheoryData<VoiceCallSessionTransport, string> Failures() => OnBoth(Failing.Keys);

    [Theory, ClassData(typeof(Transports))]
    public async Task Where_all_goes_well_nothing_is_given_away(VoiceCallSessionTransport transport)
    {
        await using var run = await CanaryRun.CreateAsync(transport);

        await run.RunAsync();

        AssertSilent(run);
        Assert.Contains(run.Told, text => text.Contains("EventQueuedSensitive", StringComparison.Ordinal));
        Assert.Contains(run.Told, text => text.StartsWith("span tag", StringComparison.Ordinal));
        Assert.Contains(run.Told, text => text.StartsWith("metric cresta.voicecallsession.audio", StringComparison.Ordinal));
        var call = await run.Rig.Server.WaitForCallAsync("call-1").Guarded();
        call.ShouldHaveReceivedAudio(CallRig.Agent, run.Canary.Audio.AsSpan(0, 4800));
        Assert.Contains($"Bearer {Canary.Token}", call.Headers.Select(header => header.Value));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_that_survives_a_break_gives_nothing_away(VoiceCallSessionTransport transport)
    {
        await using var run = await CanaryRun.CreateAsync(transport);
        run.Rig.Server.ScriptNext(CallScript.Answering().AbortConnectionAfter(4));

        await run.RunAsync();

        AssertSilent(run);
        Assert.Contains(run.Told, text => text.StartsWith("StreamBroke", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task A_server_that_repeats_the_token_at_the_opening_is_not_quoted(VoiceCallSessionTransport transport, StatusCode code)
    {
        await using var run = await CanaryRun.CreateAsync(transport);
        run.Rig.Server.Script = CallScript.Answering().EndWithStatus(Repeating(code), 0);

        await run.RunAsync();

        AssertSilent(run);
        AssertFailed(run, "bad request with authorization: Bearer (redacted)");
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task A_server_that_repeats_the_token_later_is_not_quoted(VoiceCallSessionTransport transport, StatusCode code)
    {
        await using var run = await CanaryRun.CreateAsync(transport);
        run.Rig.Server.ScriptNext(CallScript.Answering().EndWithStatus(Repeating(code), 4), 10);

        await run.RunAsync();

        AssertSilent(run);
    }

    [Theory, MemberData(nameof(Failures))]
    public async Task Whatever_fails_nothing_is_given_away(VoiceCallSessionTransport transport, string failure)
    {
        await using var run = await CanaryRun.CreateAsync(transport);
        Failing[failure](run);

        await run.RunAsync();

        AssertSilent(run);
        AssertFailed(run, "failed with");
    }

    // For a token that does not come, a call waits as long as it may.
    private static void Wait(CanaryRun run, TokenScript script)
    {
        run.Tokens.Script = script;
        (run.Rig["OpenTimeout"], run.Rig["RequestTimeout"]) = ("00:00:00.3", "00:00:00.3");
    }

    private static ScriptedStatus Repeating(StatusCode code) => new ScriptedStatus(code, Echo).WithDetail(new DebugInfo { Detail = Echo });

    // Gateways are on the way of REST alone.
    private static TheoryData<VoiceCallSessionTransport, T> OnBoth<T>(IEnumerable<T> values)
    {
        var data = new TheoryData<VoiceCallSessionTransport, T>();
        foreach (var (transport, value) in Transports.Both.SelectMany(_ => values, (transport, value) => (transport, value)))
        {
            if (transport == VoiceCallSessionTransport.Rest || value is not string name || !name.StartsWith("a gateway",
                StringComparison.Ordinal))
            {
                data.Add(transport, value);
            }
        }

        return data;
    }

    private static void AssertSilent(CanaryRun run) =>
        Assert.All(run.Told, text => Assert.True(run.Canary.FindIn(text) is null, $"\"{run.Canary.FindIn(text)}\" in: {text}"));

    private static void AssertFailed(CanaryRun run, string how)
    {
        Assert.NotEqual(0, run.Failures);
        Assert.Contains(run.Told, text => text.Contains(how, StringComparison.Ordinal));
    }
}
