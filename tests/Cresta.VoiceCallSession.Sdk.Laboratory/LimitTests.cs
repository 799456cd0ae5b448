using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>Limits of nginx that end the connections and streams of live calls.</summary>
public sealed class LimitTests(ITestOutputHelper log)
{
    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task S19_A_limit_of_requests_on_a_connection_causes_few_streams(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartNginxAsync(transport, "keepalive_requests 10;");
        var calls = await LiveCalls.OpenAsync(rig, 20);
        for (var round = 0; round < 10; round++)
        {
            await calls.SendChunksAsync(20);
            await calls.WaitForAcknowledgementsAsync();
        }

        // A stream in place of another that GOAWAY ended is not replaced again for the next one before Rotation.MinStreamAge.
        var reports = await calls.EndWholeAsync();
        log.WriteAttempts(reports);
        Assert.All(reports, report => Assert.InRange(report.Attempts.Count, 1, 4));
    }

    [LaboratoryTheory, ClassData(typeof(Transports))]
    public async Task A_limit_of_the_request_body_ends_streams_and_not_the_call(VoiceCallSessionTransport transport)
    {
        const int Rounds = 20;
        const int ChunksOfRound = 20;
        await using var rig = await StartNginxAsync(transport, "client_max_body_size 64k;");
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await session.SendChunksAsync(1 + (round * ChunksOfRound), ChunksOfRound);
            await session.WaitUntilAcknowledgedAsync();
        }

        var report = await session.EndWholeAsync(rig.Server, 1 + (Rounds * ChunksOfRound));
        log.WriteAttempts(report);
        Assert.InRange(report.Attempts.Count, 5, 15);
    }

    private Task<LaboratoryRig> StartNginxAsync(VoiceCallSessionTransport transport, string directives) =>
        LaboratoryRig.StartAsync(transport, upstream => NginxSetup.Create(upstream, directives), log);
}
