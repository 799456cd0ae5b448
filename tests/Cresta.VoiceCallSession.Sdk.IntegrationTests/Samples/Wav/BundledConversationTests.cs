using NAudio.Wave;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>The recording that the sample streams, written by sox: a real file for the reader and the splitter.</summary>
public class BundledConversationTests
{
    private const int SampleRate = 8000;
    private const int Seconds = 15;
    private const int Window = SampleRate / 10;
    private const int Loud = 1000;

    [Fact]
    public async Task It_is_stereo_mulaw_at_8000_hz_and_15_seconds_long()
    {
        await using var reader = await WavAudio.OpenAsync(SampleProcess.Conversation, CancellationToken.None);

        Assert.Equal(WaveFormatEncoding.MuLaw, reader.Format.Encoding);
        Assert.Equal(SampleRate, reader.Format.SampleRate);
        Assert.Equal(2, reader.Format.Channels);
        Assert.Equal(TimeSpan.FromSeconds(Seconds), reader.Duration);
        Assert.Equal(reader.DataLength, reader.ReadToEnd().Length);
        Assert.False(reader.IsTruncated);
        Assert.Equal(0, reader.DanglingBytes);
    }

    [Fact]
    public async Task Agent_and_visitor_both_speak_but_never_at_once()
    {
        await using var reader = await WavAudio.OpenAsync(SampleProcess.Conversation, CancellationToken.None);
        var audio = reader.ReadToEnd();
        var (left, right) = (new byte[audio.Length / 2], new byte[audio.Length / 2]);
        StereoSplitter.Deinterleave(audio, reader.Format.BitsPerSample / 8, left, right);

        var (agent, visitor) = (LoudWindows(left), LoudWindows(right));

        Assert.InRange(agent.Count, Seconds * 3, Seconds * 7);
        Assert.InRange(visitor.Count, Seconds * 2, Seconds * 7);
        Assert.Empty(agent.Intersect(visitor));
    }

    private static List<int> LoudWindows(byte[] mulaw) =>
    [
        .. mulaw.Chunk(Window).Select((codes, i) => (Codes: codes, Number: i))
            .Where(window => window.Codes.Any(code => Math.Abs((int)G711.DecodeMulaw(code)) > Loud))
            .Select(window => window.Number),
    ];
}
