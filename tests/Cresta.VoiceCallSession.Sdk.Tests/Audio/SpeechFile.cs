using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk.Tests.Audio;

/// <summary>The samples of a WAV recording of the corpus: 16-bit PCM or µ-law, in a header without mistakes.</summary>
internal static class SpeechFile
{
    private const ushort MulawTag = 7;

    /// <summary>Reads the first channel.</summary>
    public static async Task<short[]> ReadAsync(string path)
    {
        var file = await File.ReadAllBytesAsync(path);
        var format = Chunk(file, "fmt "u8);
        var (tag, blockAlign) = (UInt16(format), UInt16(format[12..]));
        var audio = Chunk(file, "data"u8);
        var samples = new short[audio.Length / blockAlign];
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = audio[(i * blockAlign)..];
            samples[i] = tag == MulawTag ? G711.DecodeMulaw(sample[0]) : BinaryPrimitives.ReadInt16LittleEndian(sample);
        }

        return samples;
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> id)
    {
        var at = 12;
        while (!file[at..].StartsWith(id))
        {
            var size = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            at += 8 + size + (size % 2);
        }

        return file.Slice(at + 8, (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]));
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
