using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>Twenty live calls while an operator reloads or restarts the proxy, or the server behind it.</summary>
public sealed class RestartTests(ITestOutputHelper log)
{
    private const int Calls = 20;
    private const int Chunks = 30;

    /// <summary>How often a call may try while the proxy or the server is away.</summary>
    private const int MaxAttempts = 25;

    private static readonly TimeSpan Downtime = TimeSpan.FromSeconds(2);

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task Calls_outlive_a_reload_of_the_proxy(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(transport, intermediary, log);
        var calls = await LiveCalls.OpenAsync(rig, Calls);
        await rig.Proxy.ReloadAsync();
        await calls.SendChunksAsync(Chunks);
        await calls.WaitForStreamsAsync(2);
        await calls.SendChunksAsync(Chunks);

        AssertFewAttempts(await calls.EndWholeAsync(), max: 4);
    }

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task Calls_outlive_a_restart_of_the_proxy(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(transport, intermediary, log);
        var calls = await LiveCalls.OpenAsync(rig, Calls);
        await calls.SendChunksAsync(Chunks);
        await rig.Proxy.KillAsync();
        await calls.SendChunksAsync(Chunks);
        await rig.Proxy.StartAsync();
        await calls.WaitForStreamsAsync(2);
        await calls.SendChunksAsync(Chunks);

        AssertFewAttempts(await calls.EndWholeAsync(), MaxAttempts);
    }

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task Calls_outlive_a_server_that_is_away_for_two_seconds(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await LaboratoryRig.StartAsync(transport, intermediary, log);
        var calls = await LiveCalls.OpenAsync(rig, Calls);
        await calls.SendChunksAsync(Chunks);
        using var downtime = new PeriodicTimer(Downtime);
        await rig.Server.StopAsync(abort: true).WaitAsync(CallRig.Watchdog);
        await calls.SendChunksAsync(Chunks);
        await downtime.WaitForNextTickAsync();
        await rig.Server.RestartAsync().WaitAsync(CallRig.Watchdog);
        await calls.WaitForStreamsAsync(2);
        await calls.SendChunksAsync(Chunks);

        AssertFewAttempts(await calls.EndWholeAsync(), MaxAttempts);
    }

    private void AssertFewAttempts(CallReport[] reports, int max)
    {
        log.WriteAttempts(reports);
        Assert.All(reports, report => Assert.InRange(report.Attempts.Count, 2, max));
        Assert.All(reports, report => Assert.Equal("OK", report.Attempts[^1].Status));
    }
}
