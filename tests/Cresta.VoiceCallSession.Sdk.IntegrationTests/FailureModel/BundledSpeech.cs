using System.Buffers.Binary;
using System.Runtime.InteropServices;
using StreamWavFile.Wav;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>The agent of the conversation that the repository brings: speech at 8000 Hz.</summary>
internal static class BundledSpeech
{
    public static async Task<byte[]> MulawAsync()
    {
        await using var wav = await WavAudio.OpenAsync(BuildPaths.Of("Conversation"), CancellationToken.None);
        var audio = new byte[wav.DataLength!.Value];
        Assert.Equal(audio.Length, wav.Read(audio));
        var agent = new byte[audio.Length / 2];
        StereoSplitter.Deinterleave(audio, bytesPerSample: 1, agent, new byte[agent.Length]);
        return agent;
    }

    public static async Task<byte[]> Linear16Async()
    {
        var mulaw = await MulawAsync();
        var linear16 = new byte[mulaw.Length * 2];
        G711.DecodeMulawToLinear16(mulaw, linear16);
        return linear16;
    }

    /// <summary>The speech in any of the formats.</summary>
    public static async Task<byte[]> InAsync(AudioSampleFormat format)
    {
        if (format == AudioSampleFormat.Mulaw)
        {
            return await MulawAsync();
        }

        var audio = await Linear16Async();
        if (format == AudioSampleFormat.Alaw)
        {
            var alaw = new byte[audio.Length / 2];
            G711.EncodeAlawFromLinear16(audio, alaw);
            return alaw;
        }

        if (format == AudioSampleFormat.Linear16BigEndian)
        {
            var samples = MemoryMarshal.Cast<byte, short>(audio.AsSpan());
            BinaryPrimitives.ReverseEndianness(samples, samples);
        }

        return audio;
    }
}
