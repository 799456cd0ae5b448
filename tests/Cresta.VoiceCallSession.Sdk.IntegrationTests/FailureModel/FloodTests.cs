using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>More answers than anybody reads.</summary>
public sealed class FloodTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task S9_A_flood_of_large_answers_that_nobody_reads_slows_nobody_and_is_bounded(VoiceCallSessionTransport transport)
    {
        await using var rig = await NetworkRig.StartAsync(
            transport,
            o => o.ResponseBufferCapacity = 16,
            o => o.Script = CallScript.Answering().FloodResponses(50).WithConversationName(new string('c', 10_000)));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 50);

        // 55 messages, each with its answer and 50 more, 10 KB each.
        var report = await session.EndWholeAsync(rig.Server, 51);
        Assert.Single(report.Attempts);
        Assert.Equal((55 * 51) - 16, report.ResponsesShed);
        Assert.Equal(16, (await session.ReadAllAsync().ToListAsync().AsTask().WaitAsync(CallRig.Watchdog)).Count);
    }
}
