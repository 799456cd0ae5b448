using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// What is in the process while the network stalls: it can be withdrawn by a pause, and is not lost with the connection. On both transports
/// HttpClient holds one chunk, and a second is in the middle of its write.
/// </summary>
public sealed class StalledNetworkTests
{
    private const int Frames = 3000;
    private const int FrameBytes = 160;
    private const int ChunkBytes = Conversations.ChunkBytes;
    private const int MostThatLeaves = 2 * ChunkBytes;

    private readonly StallableNetwork _network = new();

    [Theory, ClassData(typeof(Transports))]
    public async Task After_a_pause_nothing_leaves_but_what_was_being_written(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await StallAsync(session.TrySendAudio, () => session.QueuedAudioBytes);
        session.PauseAudio();
        _network.Resume();
        session.ResumeAudio();

        // What comes after the resume is behind all that leaves.
        await session.WaitForAcknowledgementAsync(await session.SendAudioAsync(new byte[ChunkBytes], CallRig.Agent))
            .WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var left = rig.Server.Calls[0].TotalAudioBytes - (2 * ChunkBytes);
        Assert.InRange(left, 0, MostThatLeaves);
        Assert.Equal((Frames * FrameBytes) - left, Assert.Single(report.Participants).DroppedBytes);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task After_a_pause_of_an_audio_call_nothing_leaves_but_what_was_being_written(VoiceCallSessionTransport transport)
    {
        await using var rig = await StartAsync(transport);
        await using var session = await rig.OpenAudioAsync();
        await session.WaitForAcknowledgementAsync(await session.SendAsync(StreamCallSessionAudioRequest.ForAudio(new byte[ChunkBytes],
            CallRig.Agent))).WaitAsync(CallRig.Watchdog);
        await StallAsync(session.TrySendAudio, () => session.QueuedAudioBytes);
        await session.PauseAsync();
        _network.Resume();
        await session.ResumeAsync();
        await session.WaitForAcknowledgementAsync(await session.SendAudioAsync(new byte[ChunkBytes], CallRig.Agent))
            .WaitAsync(CallRig.Watchdog);
        await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.InRange(rig.Server.Calls[0].TotalAudioBytes - (2 * ChunkBytes), 0, MostThatLeaves);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_break_loses_no_more_than_the_chunk_that_is_being_written(VoiceCallSessionTransport transport)
    {
        // A server that never acknowledges is sent what was not written, and no more.
        await using var rig = await StartAsync(transport);
        rig.Server.Script = CallScript.Answering().NeverAnswer();
        await using var session = await rig.OpenAsync();
        await session.SendChunksAsync(0, 1);
        await rig.Server.Calls[0].WaitForMessagesAsync(2).WaitAsync(CallRig.Watchdog);
        await StallAsync(session.TrySendAudio, () => session.QueuedAudioBytes);
        _network.Break();
        await TimeSteps.WaitUntilAsync(() => rig.Server.Calls.Count >= 2);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var agent = Assert.Single(report.Participants);
        await Task.WhenAll(rig.Server.Calls.Select(call => call.WaitForEndAsync())).WaitAsync(CallRig.Watchdog);
        Assert.InRange(agent.OfferedBytes - rig.Server.Calls.Sum(call => call.TotalAudioBytes), 0, ChunkBytes);
        Assert.InRange(agent.Gaps.Where(gap => gap.Reason == LossReason.Unconfirmed).Sum(gap => gap.ToMs - gap.FromMs), 0, 300);
        Assert.Equal(0, agent.DroppedBytes);
    }

    /// <summary>Stalls the network, offers a minute of audio, and waits until nothing moves any more.</summary>
    private async Task StallAsync(SendFrame send, Func<long> queuedBytes)
    {
        _network.Stall();
        for (var frame = 0; frame < Frames; frame++)
        {
            Assert.Equal(AudioSendResult.Queued, send(CallRig.Ramp(FrameBytes, frame), CallRig.Agent));
        }

        await _network.Blocked.WaitAsync(CallRig.Watchdog);
        var (queued, unchanged) = (0L, 0);
        await TimeSteps.WaitUntilAsync(() =>
        {
            unchanged = queuedBytes() == queued ? unchanged + 1 : 0;
            queued = queuedBytes();
            return unchanged > 10_000;
        });
    }

    private Task<CallRig> StartAsync(VoiceCallSessionTransport transport) => CallRig.StartAsync(transport, o =>
    {
        _network.AttachTo(o);
        o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(100);
        o.Audio.MaxDuration = TimeSpan.FromMinutes(2);
        o.Reconnect.BaseDelay = TimeSpan.FromMilliseconds(1);
        o.Reconnect.CatchUpFactor = 1000;
        o.Reconnect.WriteTimeout = o.Reconnect.AcknowledgementTimeout = TimeSpan.FromMinutes(5);
    });

    private delegate AudioSendResult SendFrame(ReadOnlySpan<byte> audio, Participant participant);
}
