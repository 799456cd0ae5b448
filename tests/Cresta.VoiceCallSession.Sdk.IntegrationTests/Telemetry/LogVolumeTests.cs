using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>What is logged grows with what happens to a call, not with what is said in it.</summary>
public sealed class LogVolumeTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task A_call_logs_as_much_for_500_frames_as_for_none(VoiceCallSessionTransport transport)
    {
        var silent = await EntriesOfAsync(transport, frames: 0);
        var spoken = await EntriesOfAsync(transport, frames: 500);
        Assert.Equal(["CallEnded"], spoken.Where(entry => entry.Level >= LogLevel.Information).Select(entry => entry.Event.Name));
        Assert.Equal(silent.Select(entry => entry.Event.Name), spoken.Select(entry => entry.Event.Name));
    }

    private static async Task<IReadOnlyList<LogEntry>> EntriesOfAsync(VoiceCallSessionTransport transport, int frames)
    {
        var log = new ScopedLog();
        using var factory = log.Factory;
        await using var rig = await CallRig.StartAsync(
            transport, o => (o.LoggerFactory, o.Audio.TargetChunkDuration) = (factory, TimeSpan.Zero));
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < frames; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(160, start: i * 160), CallRig.Agent);
        }

        Assert.Equal(
            frames * 160, (await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Participants.Sum(party => party.AcknowledgedBytes));
        return log.Entries;
    }
}
