using Cresta.VoiceCallSession.Sdk.IntegrationTests;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Laboratory.Rig;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.Laboratory;

/// <summary>Both idle actions keep a call on hold from meeting the proxy's idle time-out.</summary>
public sealed class IdleActionTests(ITestOutputHelper log)
{
    private const int Chunks = 10;
    private const int IdleSeconds = 3;

    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongerThanTimeout = TimeSpan.FromSeconds(IdleSeconds + 1);

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task Silence_keeps_the_stream_open(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await StartAsync(transport, intermediary, IdleAction.SendSilence);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, Chunks - 1);
        await HoldAsync(session);
        await session.SendChunksAsync(Chunks, Chunks);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        log.WriteAttempts(report);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Single(report.Attempts);
        Assert.True(Assert.Single(report.Participants).SilenceBytes > 0, "silence was sent");
    }

    [LaboratoryTheory, ClassData(typeof(Routes))]
    public async Task A_stream_that_the_call_closes_itself_is_not_broken(VoiceCallSessionTransport transport, Intermediary intermediary)
    {
        await using var rig = await StartAsync(transport, intermediary, IdleAction.CloseStream);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, Chunks - 1);
        await HoldAsync(session);
        await session.SendChunksAsync(Chunks, Chunks);

        var report = await session.EndWholeAsync(rig.Server, 2 * Chunks);
        log.WriteAttempts(report);
        Assert.InRange(report.Attempts.Count, 2, 4);
        Assert.All(report.Attempts.Skip(1), attempt => Assert.Equal(AttemptCause.Resume, attempt.Cause));
        Assert.All(report.Attempts, attempt => Assert.Equal("OK", attempt.Status));
    }

    private Task<LaboratoryRig> StartAsync(VoiceCallSessionTransport transport, Intermediary intermediary, IdleAction action) =>
        LaboratoryRig.StartAsync(transport, intermediary, log, o => (o.Idle.Action, o.Idle.After) = (action, IdleAfter), IdleSeconds);

    private static async Task HoldAsync(CallSession session)
    {
        await session.HoldAsync();
        using var hold = new PeriodicTimer(LongerThanTimeout);
        await hold.WaitForNextTickAsync();
        await session.UnholdAsync();
    }
}
