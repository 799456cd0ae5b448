using System.Text;

namespace StreamWavFile.Wav;

/// <summary>Names a file that is not a WAV. A command is given only for files that sox reads.</summary>
internal static class ForeignFile
{
    private const int RiffHeaderLength = 12;
    private const int PrefixLength = 64;

    public static void ThrowIfForeign(Stream file)
    {
        Span<byte> buffer = stackalloc byte[PrefixLength];
        ReadOnlySpan<byte> prefix = buffer[..file.ReadAt(0, buffer)];
        if (prefix.IsEmpty)
        {
            throw new WavFormatException(
                "The file is empty, not a WAV: check that the right file was given and that writing it had finished.");
        }

        if (prefix.Length < RiffHeaderLength && "RIFF"u8.StartsWith(prefix[..Math.Min(4, prefix.Length)]))
        {
            throw new WavFormatException(
                $"The file ends after {prefix.Length} bytes, inside the RIFF header of a WAV: check that the file was copied in full.");
        }

        if (!prefix.StartsWith("RIFF"u8) || !IsAt(prefix, 8, "WAVE"u8))
        {
            throw new WavFormatException(Describe(prefix));
        }
    }

    private static string Describe(ReadOnlySpan<byte> prefix)
    {
        var text = Encoding.Latin1.GetString(prefix).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return "The file is an HTML page, not a WAV: a server sent an error or a login page; sign in and download the file again.";
        }

        if (SoxType(prefix) is var (name, extension))
        {
            return $"The file is {name}, not a WAV. Convert it with: sox in.{extension} -e signed-integer -b 16 out.wav";
        }

        return OtherName(prefix) is { } other
            ? $"The file is {other}, not a WAV: export it as a WAV of 16-bit PCM."
            : $"The file starts with '{WavHeader.Describe(Part(prefix, 0))}' … '{WavHeader.Describe(Part(prefix, 8))}', not with 'RIFF' … "
                + "'WAVE' as a WAV does: give a WAV file.";
    }

    /// <summary>What sox reads, with the extension that tells sox so.</summary>
    private static (string Name, string Extension)? SoxType(ReadOnlySpan<byte> prefix) => prefix switch
    {
        _ when prefix.StartsWith("RF64"u8) && IsAt(prefix, 8, "WAVE"u8) => ("an RF64 file", "wav"),
        _ when prefix.StartsWith("RIFX"u8) && IsAt(prefix, 8, "WAVE"u8) => ("a big-endian RIFX file", "wav"),
        _ when prefix.StartsWith(".snd"u8) => ("an AU file", "au"),
        _ when prefix.StartsWith("FORM"u8) && (IsAt(prefix, 8, "AIFF"u8) || IsAt(prefix, 8, "AIFC"u8)) => ("an AIFF file", "aiff"),
        _ when prefix.StartsWith("fLaC"u8) => ("a FLAC file", "flac"),
        _ when prefix.StartsWith("OggS"u8) && IsAt(prefix, 29, "vorbis"u8) => ("an Ogg Vorbis file", "ogg"),
        _ when prefix.StartsWith("riff"u8) && IsAt(prefix, 24, "wave"u8) => ("a Wave64 file", "w64"),
        _ when prefix.StartsWith("caff"u8) => ("a Core Audio file", "caf"),
        _ when prefix.StartsWith("Creative Voice File"u8) => ("a Creative Voice file", "voc"),
        _ when prefix.StartsWith("NIST_1A"u8) => ("a NIST Sphere file", "sph"),
        _ when prefix.StartsWith("#!AMR\n"u8) => ("an AMR file", "amr-nb"),
        _ => null,
    };

    private static string? OtherName(ReadOnlySpan<byte> prefix) => prefix switch
    {
        _ when prefix.StartsWith("ID3"u8) || IsMpegFrame(prefix) => "an MP3 file",
        _ when prefix.StartsWith("OggS"u8) => IsAt(prefix, 28, "OpusHead"u8) ? "an Ogg Opus file" : "an Ogg file",
        _ when prefix.StartsWith("RIFF"u8) && IsAt(prefix, 8, "AVI "u8) => "an AVI file",
        _ when prefix.StartsWith("BW64"u8) => "a BW64 file",
        _ when IsAt(prefix, 4, "ftyp"u8) => "an MP4 or M4A file",
        _ when prefix.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) => "a WebM or Matroska file",
        _ when prefix.StartsWith("PK\x03\x04"u8) => "a ZIP archive",
        _ when prefix.StartsWith<byte>([0x1F, 0x8B]) => "a gzip file",
        _ when prefix.StartsWith("%PDF"u8) => "a PDF document",
        _ => null,
    };

    // 11 bits of synchronization, then MPEG 1 or 2, layer 3.
    private static bool IsMpegFrame(ReadOnlySpan<byte> prefix) => prefix.Length > 1 && prefix[0] == 0xFF && (prefix[1] & 0xE6) == 0xE2;

    private static bool IsAt(ReadOnlySpan<byte> prefix, int offset, ReadOnlySpan<byte> name) =>
        prefix.Length >= offset && prefix[offset..].StartsWith(name);

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> prefix, int offset) =>
        prefix[Math.Min(offset, prefix.Length)..Math.Min(offset + 4, prefix.Length)];
}
