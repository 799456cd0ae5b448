using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;
using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>Converts a file's encoding to the wire's.</summary>
internal static class AudioConversion
{
    /// <summary>The only rate that µ-law is defined for, in Hz.</summary>
    private const int MulawSampleRate = 8000;

    /// <summary>The wire's encoding that is nearest to the file's, so that quality is reduced only on request.</summary>
    public static AudioEncoding NearestTo(WaveFormat format) =>
        format is { SampleRate: MulawSampleRate, Encoding: WaveFormatEncoding.MuLaw or WaveFormatEncoding.ALaw }
            ? AudioEncoding.Mulaw : AudioEncoding.Linear16;

    public static void ThrowIfUnfit(WaveFormat format, AudioEncoding encoding)
    {
        if (encoding == AudioEncoding.Mulaw && format.SampleRate != MulawSampleRate)
        {
            throw new ArgumentException(
                $"--encoding mulaw goes with 8000 Hz, and the file has {format.SampleRate} Hz; give --encoding linear16, or "
                    + $"convert the file with: sox in.wav -r 8000 out.wav");
        }
    }

    /// <summary>Converts whole samples of one channel. Returns the number of bytes written.</summary>
    public static int Convert(WaveFormatEncoding from, AudioEncoding to, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        switch (from, to)
        {
            case (WaveFormatEncoding.Pcm, AudioEncoding.Mulaw):
                return G711.EncodeMulawFromLinear16(source, destination);
            case (WaveFormatEncoding.MuLaw, AudioEncoding.Linear16):
                return G711.DecodeMulawToLinear16(source, destination);
            case (WaveFormatEncoding.ALaw, AudioEncoding.Linear16):
                return G711.DecodeAlawToLinear16(source, destination);
            case (WaveFormatEncoding.ALaw, AudioEncoding.Mulaw):
                return G711.AlawToMulaw(source, destination);
            default:
                source.CopyTo(destination);
                return source.Length;
        }
    }
}
