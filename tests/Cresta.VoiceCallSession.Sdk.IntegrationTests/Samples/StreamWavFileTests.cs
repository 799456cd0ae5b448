using System.Security.Cryptography;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using StreamWavFile.Wav;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples;

/// <summary>The sample streams real calls, and says truthfully what became of them.</summary>
public sealed class StreamWavFileTests
{
    private const int ConversationBytes = 120_000;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);
    private static readonly Participant Agent = Participants.Agent("agent-1");
    private static readonly Participant Visitor = Participants.Visitor("visitor-1");

    [Fact]
    public async Task Alone_it_streams_the_bundled_conversation_to_its_own_server()
    {
        var result = (await SampleProcess.RunAsync("--speed", "0", "--json")).Expect(0);

        var report = result.Json();
        Assert.Equal("Completed", report.GetProperty("outcome").GetString());
        Assert.Equal(["AGENT", "VISITOR"], Parties(report).Select(party => party.GetProperty("role").GetString()));
        Assert.All(Parties(report), party => Assert.Equal(ConversationBytes, party.GetProperty("offeredBytes").GetInt64()));
        Assert.All(Parties(report), party => Assert.Equal(ConversationBytes, party.GetProperty("acknowledgedBytes").GetInt64()));
        Assert.Contains("a fake server in this process", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Piped_it_prints_plain_lines_and_the_report_as_tables()
    {
        var result = (await SampleProcess.RunAsync("--speed", "0")).Expect(0);

        Assert.Empty(result.Error);
        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains("Call completed, nothing lost.", result.Output, StringComparison.Ordinal);
        Assert.Contains("CALL_ENDED", result.Output, StringComparison.Ordinal);
        Assert.Contains("│ VISITOR │ visitor-1 │   15.00 │  120000 │       120000 │", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mulaw")]
    [InlineData("linear16")]
    public async Task The_server_gets_each_channel_byte_for_byte(string encoding)
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var (result, call) = await StreamAsync(server, "--encoding", encoding);

        result.Expect(0);
        var (left, right) = await ChannelsAsync(linear: encoding is "linear16");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(left)), call.AudioOf(Agent)!.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(right)), call.AudioOf(Visitor)!.Sha256);
        Assert.Equal(encoding.ToUpperInvariant(), call.Configuration!.AudioMetadata.Encoding.ToString().ToUpperInvariant());
        Assert.Equal(8000, call.Configuration.AudioMetadata.SampleRateHertz);
    }

    [Fact]
    public async Task The_call_starts_with_its_event_and_ends_with_its_event()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var (result, call) = await StreamAsync(server, "--profile", "p1", "--agent-id", "a7", "--visitor-id", "v7");

        result.Expect(0);
        Assert.Equal("p1", call.Configuration!.Profile);
        Assert.Equal([EventType.CallStarted, EventType.CallEnded], call.Events.Select(e => e.SessionEvent!.EventType));
        var started = call.Events[0];
        Assert.Equal(2, started.MessageNumber);
        Assert.Equal([Participants.Agent("a7"), Participants.Visitor("v7")], started.SessionEvent!.Participants);
        Assert.NotNull(started.SessionEvent.PlatformTime);
        Assert.Equal(call.MessageCount, call.Events[^1].MessageNumber);
        Assert.True(call.ClientHalfClosed);
    }

    [Fact]
    public async Task A_hold_drops_its_audio_in_place_and_loses_nothing_else()
    {
        const int Held = 20_000;
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var (result, call) = await StreamAsync(server, "--hold", "3-5.5");

        var parties = Parties(result.Expect(0).Json()).ToList();
        Assert.All(parties, party => Assert.Equal(Held, party.GetProperty("droppedBytes").GetInt64()));
        Assert.All(parties, party => Assert.Equal(ConversationBytes - Held, party.GetProperty("acknowledgedBytes").GetInt64()));
        Assert.Equal(
            [EventType.CallStarted, EventType.Hold, EventType.Unhold, EventType.CallEnded],
                call.Events.Select(e => e.SessionEvent!.EventType));
        var (left, _) = await ChannelsAsync(linear: false);
        byte[] expected = [.. left[..24_000], .. left[44_000..]];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), call.AudioOf(Agent)!.Sha256);
    }

    [Fact]
    public async Task A_hold_beyond_the_audio_is_warned_of()
    {
        var result = (await SampleProcess.RunAsync("--speed", "0", "--json", "--hold", "20-30")).Expect(0);

        Assert.Contains("never on hold", result.Error, StringComparison.Ordinal);
        Assert.True(result.Json().GetProperty("nothingLost").GetBoolean());
    }

    [Fact]
    public async Task Mono_audio_is_the_agents()
    {
        using var file = WavFile.Create(WavFile.Pcm, channels: 1, sampleRate: 16000, bits: 16, new byte[32_000]);
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var (result, call) = await StreamAsync(server, "--file", file.Path);

        result.Expect(0);
        var audio = Assert.Single(call.Audio);
        Assert.Equal(Agent, audio.Participant);
        Assert.Equal(32_000, audio.Bytes);
        Assert.Equal(AudioEncoding.Linear16, call.Configuration!.AudioMetadata.Encoding);
    }

    [Fact]
    public async Task Chunks_of_no_length_are_the_frames_themselves()
    {
        await using var server = await FakeVoiceCallSessionServer.StartAsync();
        var (result, call) = await StreamAsync(server, "--chunk-ms", "0");

        result.Expect(0);
        Assert.All(call.Audio, audio => Assert.Equal([160], audio.ChunkSizes.Keys));
    }

    private static async Task<(SampleResult Result, RecordedCall Call)> StreamAsync(
        FakeVoiceCallSessionServer server, params string[] arguments)
    {
        var callId = Guid.NewGuid().ToString("N");
        var result = await SampleProcess.RunAsync(
            ["--endpoint", server.Endpoint.ToString(), "--call-id", callId, "--speed", "0", "--json", .. arguments]);
        return (result, await server.WaitForCallAsync(callId).WaitAsync(Watchdog));
    }

    private static JsonElement.ArrayEnumerator Parties(JsonElement report) => report.GetProperty("participants").EnumerateArray();

    private static async Task<(byte[] Left, byte[] Right)> ChannelsAsync(bool linear)
    {
        await using var reader = await WavAudio.OpenAsync(SampleProcess.Conversation, CancellationToken.None);
        var interleaved = new byte[reader.DataLength!.Value];
        Assert.Equal(interleaved.Length, reader.Read(interleaved));
        var (left, right) = (new byte[ConversationBytes], new byte[ConversationBytes]);
        Assert.Equal(ConversationBytes, StereoSplitter.Deinterleave(interleaved, reader.Format.BitsPerSample / 8, left, right));
        return linear ? (Decode(left), Decode(right)) : (left, right);
    }

    private static byte[] Decode(byte[] mulaw)
    {
        var samples = new byte[mulaw.Length * sizeof(short)];
        G711.DecodeMulawToLinear16(mulaw, samples);
        return samples;
    }
}
