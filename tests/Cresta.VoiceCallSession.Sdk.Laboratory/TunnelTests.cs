using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Grpc.Core;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>Calls over TLS through squid, by CONNECT.</summary>
public sealed class TunnelTests(ITestOutputHelper log)
{
    private const int Chunks = 20;
    private const int Refusals = 3;

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_call_arrives_byte_for_byte_through_a_tunnel(VoiceCallSessionTransport transport)
    {
        await using var rig = await TunnelRig.StartAsync(transport, log);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 400 - 1);
        await session.WaitUntilAcknowledgedAsync();

        Assert.Single((await session.EndWholeAsync(rig.Server, 400)).Attempts);
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_407_fails_the_first_opening_without_a_retry(VoiceCallSessionTransport transport)
    {
        await using var rig = await TunnelRig.StartAsync(transport, log, password: "wrong");
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(() => rig.OpenAsync());

        Assert.Equal((StatusCode.Unavailable, false, 1), (failure.StatusCode, failure.IsTransient, failure.Attempts));
        Assert.Contains("407", failure.Message, StringComparison.Ordinal);
        Assert.Contains(rig.Proxy.Endpoint.Authority, failure.Message, StringComparison.Ordinal);
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_live_call_outlives_407_for_a_while(VoiceCallSessionTransport transport)
    {
        await using var rig = await TunnelRig.StartAsync(transport, log);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await rig.Proxy.KillAsync();
        SquidSetup.Refuse(rig.Proxy.Setup);
        await rig.Proxy.StartAsync();
        await session.SendChunksAsync(1, Chunks);
        await rig.WaitForRefusalsAsync("/407", Refusals);
        await rig.Proxy.KillAsync();
        SquidSetup.Allow(rig.Proxy.Setup);
        await rig.Proxy.StartAsync();

        await EndAsync(rig, session);
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_live_call_outlives_503_for_a_while(VoiceCallSessionTransport transport)
    {
        await using var rig = await TunnelRig.StartAsync(transport, log);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        rig.Network.RefuseConnections();
        rig.Network.CutAll();
        await session.SendChunksAsync(1, Chunks);
        await rig.WaitForRefusalsAsync("/503", Refusals);
        rig.Network.AcceptConnections();

        await EndAsync(rig, session);
    }

    private async Task EndAsync(TunnelRig rig, CallSession session)
    {
        await session.WaitUntilAcknowledgedAsync();
        var report = await session.EndWholeAsync(rig.Server, 1 + Chunks);
        log.WriteAttempts(report);
        Assert.InRange(report.Attempts.Count, 1 + Refusals, 25);
        Assert.Equal("OK", report.Attempts[^1].Status);
    }
}
