using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>
/// A call to which everything happens that is measured: a token that is granted at the second try, a stream that breaks with a
/// requested delay, audio of every disposition.
/// </summary>
internal sealed class MeasuredCall : IAsyncDisposable
{
    public static readonly TimeSpan ServersWait = TimeSpan.FromMilliseconds(250);

    private const int Unwelcome = 400;
    private const int Unanswered = 240;

    private readonly CallRig _rig;
    private readonly CrestaClientCredential _credential;
    private readonly TelemetryRecorder? _telemetry;
    private readonly CallSession _session;

    private MeasuredCall(
        CallRig rig, FakeTokenEndpoint tokens, CrestaClientCredential credential, TelemetryRecorder? telemetry, CallSession session) =>
        (_rig, Tokens, _credential, _telemetry, _session) = (rig, tokens, credential, telemetry, session);

    public FakeVoiceCallSessionServer Server => _rig.Server;

    public FakeTokenEndpoint Tokens { get; }

    /// <summary>What has been measured of the server so far.</summary>
    public Measurements Now => _telemetry!.Measure(Server.Endpoint.Port);

    public static async Task<MeasuredCall> StartAsync(VoiceCallSessionTransport transport, string callId, bool listens = true)
    {
        var tokens = await FakeTokenEndpoint.StartAsync().WaitAsync(CallRig.Watchdog);
        tokens.ScriptNext(TokenScript.Failing(503).WithRetryAfter(1));
        var credential = CrestaCredential.FromClientCredentials(new ClientCredentialsOptions
        {
            ClientId = tokens.ClientId,
            ClientSecret = tokens.ClientSecret,
            AuthEndpoint = tokens.Endpoint,
        });
        var rig = await CallRig.StartAsync(transport, o =>
        {
            (o.Credential, o.Audio.TargetChunkDuration, o.Reconnect.BaseDelay) = (credential, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
            (o.FlushTimeout, o.DrainTimeout, o.OpenConfirmationTimeout) = (
                CallRig.Watchdog, CallRig.Watchdog, TimeSpan.FromMilliseconds(50));
        });

        // Audio for which no answer comes is not sent again where no answer has ever come.
        rig.Server.ScriptNext(
            CallScript.Answering().NeverAnswer().EndWithStatus(new ScriptedStatus(StatusCode.Unavailable).WithRetryInfo(ServersWait), 2));
        rig.Server.ScriptNext(CallScript.Answering()
            .FailMessagesWhere(
                message => message.Audio?.AudioContent_.Length == Unwelcome, new ScriptedStatus(StatusCode.InvalidArgument)));
        var telemetry = listens ? new TelemetryRecorder() : null;
        return new MeasuredCall(rig, tokens, credential, telemetry, await rig.OpenAsync(CallRig.Configuration(callId)));
    }

    /// <summary>Lets it all happen.</summary>
    /// <returns>The report, and what was measured of the server and of the token endpoint.</returns>
    public async Task<(CallReport Report, Measurements Metrics, Measurements Tokens)> RunAsync()
    {
        var report = await SendChunksAsync();
        return (report, Now, _telemetry!.Measure(Tokens.Endpoint.Port));
    }

    /// <summary>The same, for whoever measures it otherwise.</summary>
    public async Task<CallReport> SendChunksAsync()
    {
        await _session.SendAudioAsync(CallRig.Ramp(Unanswered), CallRig.Agent);
        await TimeSteps.WaitUntilAsync(() => Server.CallsOf(_session.PlatformCallId).Count == 2);
        await _session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent);
        await _session.SendAudioAsync(CallRig.Ramp(800), CallRig.Visitor);
        await _session.SendAudioAsync(CallRig.Ramp(Unwelcome), CallRig.Agent);
        await _session.HoldAsync();
        Assert.Equal(AudioSendResult.DroppedOnHold, _session.TrySendAudio(CallRig.Ramp(160), CallRig.Agent));
        await _session.WaitForAcknowledgementAsync(await _session.UnholdAsync()).WaitAsync(CallRig.Watchdog);
        return await _session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        await _rig.DisposeAsync();
        _credential.Dispose();
        await Tokens.DisposeAsync().AsTask().WaitAsync(CallRig.Watchdog);
        _telemetry?.Dispose();
    }
}
