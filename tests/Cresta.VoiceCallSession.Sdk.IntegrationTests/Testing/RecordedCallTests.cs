using System.Security.Cryptography;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public sealed class RecordedCallTests : FakeServerTest
{
    [Fact]
    public async Task Audio_is_recorded_for_each_participant()
    {
        using var stream = await Client.OpenAnsweredAsync("c");
        var agent = Enumerable.Range(0, 600).Select(i => (byte)i).ToArray();
        await stream.SendAsync(AudioOf(Agent, agent[..160]));
        await stream.SendAsync(AudioOf(Visitor, 9, 8, 7));
        await stream.SendAsync(AudioOf(Agent, agent[160..320]));
        await stream.SendAsync(AudioOf(Agent, agent[320..]));
        await stream.CompleteAsync();

        var call = await Server.WaitForCallAsync("c").Guarded();

        Assert.Equal(603, call.TotalAudioBytes);
        Assert.Equal([Agent, Visitor], call.Audio.Select(audio => audio.Participant));
        var recorded = call.AudioOf(Agent)!;
        Assert.Equal((600L, 3L), (recorded.Bytes, recorded.ChunkCount));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(agent)), recorded.Sha256);
        Assert.Equal(agent, recorded.Content!.Value.ToArray());
        Assert.Equal([160, 160, 280], recorded.ChunksInOrder);
        Assert.Equal(new Dictionary<int, long> { [160] = 2, [280] = 1 }, recorded.ChunkSizes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([9, 8, 7])), call.AudioOf(Visitor)!.Sha256);
        Assert.Null(call.AudioOf(new Participant()));
    }

    [Fact]
    public async Task Without_KeepAudio_only_counts_and_hashes_are_kept()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync().Guarded();
        using var client = new RawClient(server);
        using var stream = await client.OpenAnsweredAsync("c");
        for (var size = 1; size <= 300; size++)
        {
            await stream.SendAsync(AudioOf(Agent, new byte[size]));
        }

        await stream.CompleteAsync();
        var recorded = (await server.WaitForCallAsync("c").Guarded()).AudioOf(Agent)!;

        Assert.Null(recorded.Content);
        Assert.Empty(recorded.ChunksInOrder);
        Assert.Equal((300L * 301 / 2, 300L, 256), (recorded.Bytes, recorded.ChunkCount, recorded.ChunkSizes.Count));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(new byte[300 * 301 / 2])), recorded.Sha256);
    }

    [Theory]
    [InlineData("1 2 3", "", "", "")]
    [InlineData("7 8 9", "", "", "")]
    [InlineData("1 2 5 9", "3-4 6-8", "", "")]
    [InlineData("1 2 2 3 1", "", "2 1", "")]
    [InlineData("1 4 3", "2", "", "3")]
    [InlineData("1 9 5 5", "2-4 6-8", "5", "5")]
    [InlineData("5 2 4", "3", "", "2 4")]
    [InlineData("5 2 3 4", "", "", "2 3 4")]
    [InlineData("1 a b a 2", "", "a", "")]
    [InlineData("1 01 +1 -1 1.5", "", "", "")]
    [InlineData("9223372036854775806 9223372036854775807 9223372036854775808", "", "", "")]
    public async Task Sequence_ids_are_recorded_with_gaps_repeats_and_disorder(string ids, string gaps, string repeats, string outOfOrder)
    {
        using var stream = Client.Open();
        await stream.SendAsync(Config("c"), sequenceId: null);
        foreach (var id in ids.Split(' '))
        {
            await stream.SendAsync(AudioOf(Agent, 1), id);
        }

        await stream.CompleteAsync();
        var call = await Server.WaitForCallAsync("c").Guarded();

        Assert.Equal(ids, string.Join(' ', call.SequenceIds));
        Assert.Equal(gaps, string.Join(' ', call.SequenceIdGaps));
        Assert.Equal(repeats, string.Join(' ', call.RepeatedSequenceIds));
        Assert.Equal(outOfOrder, string.Join(' ', call.OutOfOrderSequenceIds));
        Assert.Equal(ids.Split(' ').Length, call.SequenceIdCount);
    }

    [Fact]
    public async Task Events_are_recorded_in_order_with_their_ids()
    {
        using var stream = Client.Open(CallMethod.StreamCallSessionAudio);
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(Event(AudioEvent.Types.EventType.Pause));
        await stream.SendAsync(AudioOf(Agent, 1));
        await stream.SendAsync(Event(AudioEvent.Types.EventType.Resume));
        await stream.CompleteAsync();

        var call = await Server.WaitForCallAsync("c").Guarded();

        Assert.Equal(["2", "4"], call.Events.Select(recorded => recorded.SequenceId));
        Assert.Equal([2, 4], call.Events.Select(recorded => recorded.MessageNumber));
        call.ShouldHaveAudioEvents(AudioEvent.Types.EventType.Pause, AudioEvent.Types.EventType.Resume).ShouldHaveEvents();
    }

    [Fact]
    public async Task A_record_can_be_read_while_the_stream_runs()
    {
        using var stream = await Client.OpenAnsweredAsync("c");
        var call = await Server.WaitForCallStartAsync("c").Guarded();
        await stream.SendAsync(AudioOf(Agent, 1, 2), "2");
        await call.WaitForMessagesAsync(2).Guarded();

        var early = call.AudioOf(Agent)!;
        Assert.Equal((CallEnding.Running, (DateTimeOffset?)null, 2L), (call.Ending, call.EndedAt, early.Bytes));
        await stream.SendAsync(AudioOf(Agent, 3), "3");
        await stream.CompleteAsync();

        await call.WaitForEndAsync().Guarded();
        Assert.Equal(2, early.Bytes);
        call.ShouldHaveReceivedAudio(Agent, [1, 2, 3]);
        Assert.True(call.EndedAt >= call.StartedAt);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitForMessagesAsync(4).Guarded());
        await call.WaitForMessagesAsync(3).Guarded();
    }

    [Fact]
    public async Task Json_is_one_line_that_masks_credentials()
    {
        using var stream = Client.Open(new CallOptions(headers: new Metadata { { "authorization", "Bearer secret" }, { "x-tag", "t" } }));
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(AudioOf(Agent, 1, 2, 3));
        await stream.SendAsync(Event(SessionEvent.Types.EventType.CallEnded), "7");
        await stream.CompleteAsync();

        var json = (await Server.WaitForCallAsync("c").Guarded()).ToJson();

        Assert.DoesNotContain('\n', json);
        Assert.DoesNotContain("secret", json, StringComparison.Ordinal);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("c", root.GetProperty("platformCallId").GetString());
        Assert.Equal("ClientCompleted", root.GetProperty("ending").GetString());
        Assert.Equal("OK", root.GetProperty("status").GetProperty("code").GetString());
        Assert.Equal("p1", root.GetProperty("configuration").GetProperty("profile").GetString());
        Assert.Equal("a1", root.GetProperty("audio")[0].GetProperty("participant").GetProperty("platformAgentId").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), root.GetProperty("audio")[0].GetProperty("sha256").GetString());
        Assert.Equal("CALL_ENDED", root.GetProperty("events")[0].GetProperty("sessionEvent").GetProperty("eventType").GetString());
        Assert.Equal("3-6", root.GetProperty("sequenceIds").GetProperty("gaps")[0].GetString());
        Assert.Equal("Bearer ***", root.GetProperty("headers").GetProperty("authorization").GetString());
        Assert.Equal("t", root.GetProperty("headers").GetProperty("x-tag").GetString());
    }

    [Fact]
    public async Task Json_takes_what_a_client_should_not_have_sent()
    {
        using var stream = await Client.OpenAnsweredAsync("c");
        var sessionEvent = Event(SessionEvent.Types.EventType.CallStarted);
        sessionEvent.PlatformTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = long.MaxValue };
        await stream.SendAsync(sessionEvent, "2");
        await stream.CompleteAsync();

        using var json = JsonDocument.Parse((await Server.WaitForCallAsync("c").Guarded()).ToJson());

        Assert.Equal(1, json.RootElement.GetProperty("events").GetArrayLength());
    }
}
