using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>Row I1 in calls: the log says it while the call lives, the report at its end.</summary>
public sealed class EncodingTests
{
    private const string SwapBytes = "swap the two bytes of each sample (BinaryPrimitives.ReverseEndianness)";

    private static readonly (AudioEncoding Declared, AudioSampleFormat Actual, string Advice)[] Wrong =
    [
        (AudioEncoding.Mulaw, AudioSampleFormat.Alaw, "the service does not take A-law; convert it with G711.AlawToMulaw"),
        (AudioEncoding.Mulaw, AudioSampleFormat.Linear16LittleEndian,
            "declare AudioEncoding.Linear16 in the call's configuration, or encode the audio with G711.EncodeMulawFromLinear16"),
        (AudioEncoding.Mulaw, AudioSampleFormat.Linear16BigEndian,
            SwapBytes + " and declare AudioEncoding.Linear16 in the call's configuration"),
        (AudioEncoding.Linear16, AudioSampleFormat.Mulaw,
            "declare AudioEncoding.Mulaw in the call's configuration, or decode the audio with G711.DecodeMulawToLinear16"),
        (AudioEncoding.Linear16, AudioSampleFormat.Alaw, "the service does not take A-law; decode it with G711.DecodeAlawToLinear16"),
        (AudioEncoding.Linear16, AudioSampleFormat.Linear16BigEndian,
            SwapBytes + "; if they are in order, the audio starts in the middle of a sample"),
    ];

    public static TheoryData<VoiceCallSessionTransport, AudioEncoding, AudioSampleFormat, string> WrongEncodings()
    {
        var data = new TheoryData<VoiceCallSessionTransport, AudioEncoding, AudioSampleFormat, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var (declared, actual, advice) in Wrong)
            {
                var text = $"The audio of AGENT in call call-1 is declared as {declared} but appears to be {actual}: {advice}.";
                data.Add(transport, declared, actual, text);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(WrongEncodings))]
    public async Task I1_A_wrong_encoding_is_logged_once_while_the_call_lives_and_reported(
        VoiceCallSessionTransport transport, AudioEncoding declared, AudioSampleFormat actual, string expected)
    {
        var audio = await BundledSpeech.InAsync(actual);
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        await using var session = await rig.OpenAsync(Configuration(declared));
        await SendAsync(session, audio);
        await TimeSteps.WaitUntilAsync(() => log.Of("SuspectedEncoding").Count == 1);

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(actual, Assert.Single(report.Participants).SuspectedEncoding);
        var json = JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("participants")[0];
        Assert.Equal(actual.ToString(), json.GetProperty("suspectedEncoding").GetString());
        var entry = Assert.Single(log.Of("SuspectedEncoding"));
        Assert.Equal((2021, expected), (entry.Event.Id, entry.Text));
        Assert.True(report.NothingLost, "the audio is sent as it is");
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I1_The_declared_encoding_is_neither_logged_nor_reported(VoiceCallSessionTransport transport)
    {
        using var log = new LogRecorder();
        await using var rig = await CallRig.StartAsync(transport, o => o.LoggerFactory = log);
        await AssertNotSuspectedAsync(AudioEncoding.Mulaw, AudioSampleFormat.Mulaw);
        await AssertNotSuspectedAsync(AudioEncoding.Linear16, AudioSampleFormat.Linear16LittleEndian);
        Assert.Empty(log.Of("SuspectedEncoding"));

        async Task AssertNotSuspectedAsync(AudioEncoding declared, AudioSampleFormat format)
        {
            await using var session = await rig.OpenAsync(Configuration(declared, $"right-{declared}"));
            await SendAsync(session, await BundledSpeech.InAsync(format));
            Assert.Null(Assert.Single((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).Participants).SuspectedEncoding);
        }
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I1_Each_participant_is_examined_on_its_own(VoiceCallSessionTransport transport)
    {
        var (mulaw, alaw) = (await BundledSpeech.InAsync(AudioSampleFormat.Mulaw), await BundledSpeech.InAsync(AudioSampleFormat.Alaw));
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAudioAsync();
        foreach (var (first, second) in mulaw.Chunk(160).Zip(alaw.Chunk(160)))
        {
            await session.SendAudioAsync(first, CallRig.Agent);
            await session.SendAudioAsync(second, CallRig.Visitor);
        }

        var report = await session.CompleteAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(
            [("AGENT", null), ("VISITOR", AudioSampleFormat.Alaw)],
            report.Participants.Select(participant => (participant.Role, participant.SuspectedEncoding)));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I1_Raw_messages_are_examined_as_well(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        foreach (var piece in (await BundledSpeech.Linear16Async()).Chunk(1600))
        {
            await session.SendAsync(StreamCallSessionRequest.ForAudio(piece, CallRig.Agent));
        }

        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.Equal(AudioSampleFormat.Linear16LittleEndian, Assert.Single(report.Participants).SuspectedEncoding);
    }

    private static StreamingConfig Configuration(AudioEncoding declared, string callId = "call-1") =>
        declared == AudioEncoding.Mulaw ? CallRig.Configuration(callId) : CallRig.Linear16Configuration(callId);

    private static async Task SendAsync(CallSession session, byte[] audio)
    {
        foreach (var frame in audio.Chunk(321))
        {
            await session.SendAudioAsync(frame, CallRig.Agent);
        }
    }
}
