using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>A call through a proxy that has nothing against it.</summary>
public sealed class MainJobTests(ITestOutputHelper log)
{
    private const int Chunks = 400;

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task A_call_arrives_byte_for_byte_on_one_stream(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(transport, intermediary, log);
        await RunAsync(rig);
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_call_arrives_byte_for_byte_through_nginx_that_terminates_TLS(VoiceCallSessionTransport transport)
    {
        var certificate = LoopbackCertificate.Create();
        await using var rig = await LaboratoryRig.StartAsync(
            transport, upstream => NginxSetup.CreateTls(upstream, certificate), log, o => o.Http.ConfigureHandler = certificate.TrustedBy);
        await RunAsync(rig);
    }

    private static async Task RunAsync(LaboratoryRig rig)
    {
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, Chunks - 1);
        await session.WaitUntilAcknowledgedAsync();

        var report = await session.EndWholeAsync(rig.Server, Chunks);
        Assert.Equal("OK", Assert.Single(report.Attempts).Status);
    }
}
