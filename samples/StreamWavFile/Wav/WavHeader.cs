using System.Text;
using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>
/// Where the audio of a WAV file is. <paramref name="DataLength"/> is what the header declares; null means "to the end of the file".
/// </summary>
internal sealed record WavHeader(WaveFormat Format, long DataStart, long? DataLength)
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;

    /// <summary>Reads a header that NAudio does not accept. It may have wrong sizes and odd chunks without a pad byte.</summary>
    public static WavHeader Read(Stream file)
    {
        WaveFormat? format = null;
        Span<byte> header = stackalloc byte[ChunkHeaderLength];
        for (long at = RiffHeaderLength; ;)
        {
            ThrowIfCutOff(file.ReadAt(at, header), format);
            var (id, size, start) = (Describe(header[..4]), file.UInt32At(at + 4), at + ChunkHeaderLength);
            if (id is "data")
            {
                return new WavHeader(format ?? throw NoFormat(), start, DataSize.Declared(file, start, size));
            }

            if (start + size > file.Length)
            {
                throw new WavFormatException(
                    $"The WAV's header is cut off inside its '{id}' chunk, {start + size - file.Length} bytes before the chunk's end: "
                        + "check that the file was copied in full.");
            }

            format = id is "fmt " ? WavFormats.Read(file, start, size) : format;
            at = start + size + PadLength(file, start + size, size);
        }
    }

    /// <summary>Four characters of a file. Other than printable ones are shown in hexadecimal.</summary>
    public static string Describe(ReadOnlySpan<byte> fourCharacters) =>
        fourCharacters.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? Convert.ToHexString(fourCharacters)
            : Encoding.ASCII.GetString(fourCharacters);

    // A chunk of odd size is followed by a pad byte. Some programs leave it out, so the next chunk's name is there instead of a 0.
    private static int PadLength(Stream file, long end, uint size)
    {
        Span<byte> next = stackalloc byte[5];
        var isPadded = size % 2 != 0 && file.ReadAt(end, next) > 0
            && (next[0] == 0 || next[1..].SequenceEqual("data"u8) || next[1..].SequenceEqual("fmt "u8));
        return isPadded ? 1 : 0;
    }

    private static void ThrowIfCutOff(int length, WaveFormat? format)
    {
        var missing = format is null ? "fmt chunk and no data chunk" : "data chunk";
        if (length < ChunkHeaderLength)
        {
            throw new WavFormatException(length == 0
                ? $"The WAV has no {missing}, so it holds no audio: check that the file was copied in full."
                : $"The WAV's header is cut off inside a chunk header, after {length} of {ChunkHeaderLength} bytes: check that the file "
                    + "was copied in full.");
        }
    }

    private static WavFormatException NoFormat() =>
        new("The WAV has no fmt chunk before its data chunk, so its encoding is unknown: record or export the file again.");
}
