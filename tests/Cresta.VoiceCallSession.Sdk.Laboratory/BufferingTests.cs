using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>Proxies that hold requests back. nginx cannot do this to gRPC: <c>grpc_pass</c> never buffers requests.</summary>
public sealed class BufferingTests(ITestOutputHelper log)
{
    private const int Chunks = 60;

    /// <summary>Short, because no answer comes.</summary>
    private static readonly TimeSpan Confirmation = TimeSpan.FromMilliseconds(200);

    [LaboratoryTheory, InlineData(VoiceCallSessionTransport.Rest)]
    public async Task Without_buffering_nginx_passes_messages_on_in_http1_as_they_come(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartNginxAsync(transport, NginxSetup.UnbufferedHttp1);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, Chunks - 1);
        await session.WaitUntilAcknowledgedAsync();

        Assert.Single((await session.EndWholeAsync(rig.Server, Chunks)).Attempts);
    }

    [LaboratoryTheory, InlineData(VoiceCallSessionTransport.Rest)]
    public async Task With_request_buffering_in_nginx_the_server_receives_the_whole_call_at_its_end(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartNginxAsync(transport, NginxSetup.BufferedHttp1);
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, Chunks);
        Assert.Empty(rig.Server.CallsOf("call-1"));

        Assert.Single((await session.EndWholeAsync(rig.Server, Chunks)).Attempts);
    }

    [LaboratoryTheory, InlineData(VoiceCallSessionTransport.Rest)]
    public async Task A_diagnosis_detects_request_buffering_in_nginx(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartNginxAsync(transport, NginxSetup.BufferedHttp1);
        var options = new DiagnosisOptions { CheckTimeout = TimeSpan.FromSeconds(4) };
        var report = await rig.Client.DiagnoseAsync(options).WaitAsync(CallRig.Watchdog);

        Assert.Equal(DiagnosisStatus.Failed, Assert.Single(report.Checks, check => check.Name == "duplex").Status);
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_call_outlives_request_buffering_in_haproxy_that_ends_with_a_timeout(VoiceCallSessionTransport transport)
    {
        // haproxy waits until its buffer is full, and answers 408 if that takes too long. No server has acknowledged anything until then.
        await using var rig = await LaboratoryRig.StartAsync(
            transport,
            upstream => HaproxySetup.Create(upstream, frontend: "option http-buffer-request"),
            log,
            o => (o.OpenConfirmationTimeout, o.Reconnect.Replay) = (Confirmation, ReplayPolicy.Unacknowledged));
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        await session.SendChunksAsync(0, 5);
        await Polling.UntilAsync(() => rig.Proxy.Log.Contains(" 408 ", StringComparison.Ordinal), "haproxy has answered 408");
        await session.SendChunksAsync(5, Chunks - 5);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, Chunks);
        log.WriteAttempts(report);
        Assert.InRange(report.Attempts.Count, 2, 4);
    }

    private Task<LaboratoryRig> StartNginxAsync(VoiceCallSessionTransport transport, string pass) => LaboratoryRig.StartAsync(
        transport, upstream => NginxSetup.Create(upstream, pass: pass), log, o => o.OpenConfirmationTimeout = Confirmation);
}
