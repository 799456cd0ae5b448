using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Samples.Wav;

/// <summary>Reads whole WAVs for the tests.</summary>
internal static class WavReading
{
    public static WavAudio Open(byte[] wav) => WavAudio.Open(new MemoryStream(wav));

    /// <summary>Reads to the end, checking that every read gives whole frames and that only the last is short.</summary>
    public static byte[] ReadToEnd(this WavAudio wav, int bufferLength = 4096)
    {
        var audio = new List<byte>();
        var buffer = new byte[bufferLength];
        var full = bufferLength - (bufferLength % wav.Format.BlockAlign);
        var previous = full;
        while (true)
        {
            var read = wav.Read(buffer);
            if (read == 0)
            {
                return [.. audio];
            }

            Assert.Equal(full, previous);
            Assert.Equal(0, read % wav.Format.BlockAlign);
            audio.AddRange(buffer[..read]);
            previous = read;
        }
    }

    public static string AssertRefused(byte[] wav, params string[] said)
    {
        using var stream = new MemoryStream(wav);
        var exception = Assert.Throws<WavFormatException>(() => WavAudio.Open(stream));
        Assert.All(said, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.True(stream.CanRead, "the stream is still the caller's");
        return exception.Message;
    }
}
