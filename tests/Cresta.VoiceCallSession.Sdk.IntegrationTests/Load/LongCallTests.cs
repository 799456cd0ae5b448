using Cresta.VoiceCallSession.Sdk.Testing;
using Xunit.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Load;

/// <summary>A call may last as long as it likes; what it costs in memory does not depend on it.</summary>
public sealed class LongCallTests(ITestOutputHelper output)
{
    private const int SecondsPerHour = 3600;

    [Theory, ClassData(typeof(Transports))]
    public async Task An_hour_of_stereo_audio_streams_in_flat_memory(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, configureServer: o => o.KeepAudio = false);
        await using var session = await rig.OpenAsync();
        var second = CallRig.Ramp(8000);
        var heaps = new List<long>();
        for (var i = 0; i < SecondsPerHour; i++)
        {
            for (var at = 0; at < second.Length; at += 160)
            {
                await session.SendAudioAsync(second.AsMemory(at, 160), CallRig.Agent);
                await session.SendAudioAsync(second.AsMemory(at, 160), CallRig.Visitor);
            }

            if (i % 600 == 599)
            {
                heaps.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost);
        Assert.All(report.Participants, p => Assert.Equal((3600.0, 28_800_000), (p.Seconds, p.AcknowledgedBytes)));
        output.WriteLine($"{transport}: heap after each ten minutes: {string.Join(", ", heaps.Select(h => $"{h / 1024:N0} KiB"))}");

        // The server's own books are in this process as well, and grow by a few bytes a message; other tests run beside this one.
        Assert.True(heaps[^1] - heaps[0] < 32 * 1024 * 1024, $"the heap grew from {heaps[0]} to {heaps[^1]} bytes");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_server_that_never_answers_costs_no_more_the_longer_the_call(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport,
            o => (o.OpenConfirmationTimeout, o.Audio.TargetChunkDuration) = (TimeSpan.Zero, TimeSpan.Zero),
            o => (o.KeepAudio, o.Script) = (false, CallScript.Answering().NeverAnswer()));
        await using var session = await rig.OpenAsync();
        var frame = CallRig.Ramp(160);
        for (var i = 0; i < 40_000; i++)
        {
            await session.SendAudioAsync(frame, CallRig.Agent);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var agent = Assert.Single(report.Participants);
        Assert.Equal((6_400_000, 0, 6_400_000), (agent.OfferedBytes, agent.AcknowledgedBytes, agent.UnacknowledgedBytes));
        Assert.Equal(40_002, report.SequenceIds.Sent);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_late_answer_settles_everything_before_it(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(
            transport,
            o => (o.OpenConfirmationTimeout, o.Audio.TargetChunkDuration) = (TimeSpan.Zero, TimeSpan.Zero),
            o => (o.KeepAudio, o.Script) = (false, CallScript.Answering().NotAnsweringConfiguration().AnswerEvery(20_000)));
        await using var session = await rig.OpenAsync();
        var frame = CallRig.Ramp(160);
        var first = await session.SendAudioAsync(frame, CallRig.Agent);
        var early = session.WaitForAcknowledgementAsync(first);
        for (var i = 0; i < 20_000; i++)
        {
            await session.SendAudioAsync(frame, CallRig.Agent);
        }

        await early.WaitAsync(CallRig.Watchdog);
        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        var agent = Assert.Single(report.Participants);
        Assert.Equal(agent.OfferedBytes, agent.AcknowledgedBytes + agent.UnacknowledgedBytes);
        Assert.InRange(agent.AcknowledgedBytes, 19_000 * 160, 20_001 * 160);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task More_calls_than_a_connection_takes_open_further_connections(VoiceCallSessionTransport transport)
    {
        // Calls that come before a new connection has said its limit are refused by the server, and go on after a back-off. Kestrel may
        // even close the connection over what a refused
        // stream had on its way, so the client is to know beforehand that its server acknowledges audio.
        await using var rig = await CallRig.StartAsync(transport, o => o.Retry = new(), o => o.MaxStreamsPerConnection = 20);
        await using (var earlier = await rig.OpenAsync(CallRig.Configuration("call-earlier")))
        {
            await earlier.WaitForAcknowledgementAsync(
                await earlier.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent)).WaitAsync(CallRig.Watchdog);
            await earlier.EndCallAsync().WaitAsync(CallRig.Watchdog);
        }

        var sessions = await Task.WhenAll(
            Enumerable.Range(0, 150).Select(i => rig.OpenAsync(CallRig.Configuration($"call-{i}")))).WaitAsync(CallRig.Watchdog);

        // All are live at once: each is heard while all the others are.
        await Task.WhenAll(sessions.Select(async session => await session.WaitForAcknowledgementAsync(
            await session.SendAudioAsync(CallRig.Ramp(1600), CallRig.Agent)))).WaitAsync(CallRig.Watchdog);
        Assert.InRange(rig.Server.ConnectionCount, 8, 16);
        var reports = await Task.WhenAll(sessions.Select(session => session.EndCallAsync())).WaitAsync(CallRig.Watchdog);
        Assert.All(reports, report => Assert.True(report.NothingLost, report.ToJson()));
    }
}
