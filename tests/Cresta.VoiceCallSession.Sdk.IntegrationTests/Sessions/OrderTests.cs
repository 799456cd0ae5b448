using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Sequence ids, order and whole samples: what enters the queue leaves it in that order.</summary>
public sealed class OrderTests
{
    [Theory, ClassData(typeof(Transports))]
    public async Task Eight_producers_keep_their_order_and_ids_increase(VoiceCallSessionTransport transport)
    {
        const int producers = 8, frames = 200;
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(async () =>
        {
            var participant = Participants.Agent($"agent-{producer}");
            for (var i = 0; i < frames; i++)
            {
                await session.SendAudioAsync(CallRig.Ramp(160, start: i * 160), participant);
                if (i % 50 == 0)
                {
                    await session.SendEventAsync(
                        SessionEventBuilder.Event((EventType)(100 + producer), "call-1").WithPayload("i", i).Build());
                }
            }
        }))).WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        call.ShouldHaveSequenceIdsInOrder();
        for (var producer = 0; producer < producers; producer++)
        {
            call.ShouldHaveReceivedAudio(Participants.Agent($"agent-{producer}"), CallRig.Ramp(frames * 160));
            var sent = call.Events.Where(
                e => (int)e.SessionEvent!.EventType == 100 + producer).Select(e => e.SessionEvent!.Payload.Fields["i"].NumberValue);
            Assert.Equal([0.0, 50, 100, 150], sent);
        }

        Assert.True(report.NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task An_event_is_never_overtaken_by_audio_that_came_after_it(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(100), CallRig.Agent);
        var eventId = await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        var audioId = await session.SendAudioAsync(CallRig.Ramp(100, start: 100), CallRig.Agent);
        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        Assert.True(Number(audioId) > Number(eventId));
        Assert.Equal([100, 100], call.AudioOf(CallRig.Agent)!.ChunksInOrder);
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(200));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I2_A_sample_is_never_split_however_the_audio_is_cut(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync(CallRig.Linear16Configuration());
        var audio = CallRig.Ramp(10_001);
        var random = new Random(1);
        for (var at = 0; at < audio.Length;)
        {
            var size = Math.Min(random.Next(1, 400), audio.Length - at);
            await session.SendAudioAsync(audio.AsMemory(at, size), CallRig.Agent);
            at += size;
            if (random.Next(5) == 0)
            {
                await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
            }
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        call.ShouldHaveReceivedAudio(CallRig.Agent, audio.AsSpan(0, 10_000));
        Assert.All(call.AudioOf(CallRig.Agent)!.ChunkSizes.Keys, size => Assert.True(size % 2 == 0, $"a chunk has {size} bytes"));
        var agent = Assert.Single(report.Participants);
        Assert.Equal((10_001, 10_000, 1), (agent.OfferedBytes, agent.AcknowledgedBytes, agent.DroppedBytes));
        Assert.Equal(LossReason.IncompleteSample, Assert.Single(agent.Losses).Reason);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Joining_can_be_turned_off(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Audio.TargetChunkDuration = TimeSpan.Zero);
        await using var session = await rig.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await session.SendAudioAsync(CallRig.Ramp(160, start: i * 160), CallRig.Agent);
        }

        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        Assert.Equal(Enumerable.Repeat(160, 10), call.AudioOf(CallRig.Agent)!.ChunksInOrder);
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(1600));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    public async Task I3_Empty_and_huge_buffers_are_taken(int bytes)
    {
        foreach (var transport in Transports.Both)
        {
            await using var rig = await CallRig.StartAsync(
                transport, o => o.Audio.TargetChunkDuration = bytes > 100_000 ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero);
            await using var session = await rig.OpenAsync();
            await session.SendAudioAsync(CallRig.Ramp(bytes), CallRig.Agent).AsTask().WaitAsync(CallRig.Watchdog);
            Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
            var call = await rig.RecordAsync();
            Assert.Equal(bytes, call.TotalAudioBytes);
            Assert.All(call.Audio.SelectMany(a => a.ChunkSizes.Keys), size => Assert.InRange(size, 1, 64 * 1024));
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Ids_that_the_caller_sets_are_kept_and_ours_go_on_after_them(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        var sent = new List<string>();
        foreach (var id in new[] { "", "10", "", "mine", "" })
        {
            var request = StreamCallSessionRequest.ForAudio(CallRig.Ramp(160), CallRig.Agent);
            request.SequenceId = id;
            sent.Add(await session.SendAsync(request));
        }

        Assert.Equal(["2", "10", "11", "mine", "13"], sent);
        await session.WaitForAcknowledgementAsync("mine").WaitAsync(CallRig.Watchdog);

        foreach (var used in new[] { "11", "mine" })
        {
            var again = StreamCallSessionRequest.ForEvent(SessionEventBuilder.CallStarted("call-1").Build());
            again.SequenceId = used;
            var refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await session.SendAsync(again));
            Assert.Contains(used, refusal.Message, StringComparison.Ordinal);
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        var call = await rig.RecordAsync();
        Assert.Equal(["1", "2", "10", "11", "mine", "13", "14"], call.SequenceIds);
        Assert.True(report.NothingLost);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I5_Messages_that_must_not_be_sent_are_refused_before_they_are(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync(CallRig.Linear16Configuration());
        var noRole = new Participant();
        var refused = new[]
        {
            new StreamCallSessionRequest(),
            new StreamCallSessionRequest { StreamingConfig = CallRig.Configuration() },
            new StreamCallSessionRequest { SessionEvent = new SessionEvent { PlatformCallId = "call-1" } },
            new StreamCallSessionRequest { AudioContent = new AudioContent { Participant = CallRig.Agent } },
            new StreamCallSessionRequest { AudioContent = new AudioContent { Participant = noRole,
                AudioContent_ = Google.Protobuf.ByteString.CopyFrom(1, 2) } },
            new StreamCallSessionRequest { AudioContent = new AudioContent { Participant = CallRig.Agent,
                AudioContent_ = Google.Protobuf.ByteString.CopyFrom(1, 2, 3) } },
            StreamCallSessionRequest.ForEvent(
                SessionEventBuilder.CallStarted("call-1").WithPayload("big", new string('x', 5 * 1024 * 1024)).Build()),
        };
        foreach (var request in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await session.SendAsync(request));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await session.SendAudioAsync(CallRig.Ramp(160), noRole));
        Assert.Equal(AudioSendResult.RefusedInvalidParticipant, session.TrySendAudio(CallRig.Ramp(160), noRole));
        Assert.Equal(AudioSendResult.RefusedInvalidParticipant, session.TrySendAudio(CallRig.Ramp(160), null!));
        await Assert.ThrowsAsync<ArgumentException>(() => session.WaitForAcknowledgementAsync("99"));

        await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(2, (await rig.RecordAsync()).MessageCount);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Hold_is_in_order_and_keeps_the_call_s_audio_back_until_unhold(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.SendAudioAsync(CallRig.Ramp(300), CallRig.Agent);
        await session.HoldAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.HoldAsync());
        Assert.Equal(AudioSendResult.DroppedOnHold, session.TrySendAudio(CallRig.Ramp(100), CallRig.Agent));
        Assert.Empty(await session.SendAudioAsync(CallRig.Ramp(100), CallRig.Visitor));
        await session.UnholdAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.UnholdAsync());
        await session.SendAudioAsync(CallRig.Ramp(300, start: 300), CallRig.Agent);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);

        var call = await rig.RecordAsync();
        call.ShouldHaveEvents(EventType.Hold, EventType.Unhold, EventType.CallEnded);
        call.ShouldHaveReceivedAudio(CallRig.Agent, CallRig.Ramp(600));
        Assert.Equal([3, 4, 6], call.Events.Select(e => e.MessageNumber));
        Assert.All(report.Participants, p => Assert.Equal((100, LossReason.OnHold), (p.DroppedBytes, p.Losses[0].Reason)));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task Audio_on_hold_passes_where_the_option_says_so(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.SendAudioOnHold = true);
        await using var session = await rig.OpenAsync();
        await session.HoldAsync();
        Assert.Equal(AudioSendResult.Queued, session.TrySendAudio(CallRig.Ramp(100), CallRig.Agent));
        Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        Assert.Equal(100, (await rig.RecordAsync()).TotalAudioBytes);
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
