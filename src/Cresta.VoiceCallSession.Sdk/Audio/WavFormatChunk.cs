using System.Buffers.Binary;

namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>Reads the <c>fmt </c> chunk of a WAV file, plain or WAVE_FORMAT_EXTENSIBLE.</summary>
internal static class WavFormatChunk
{
    /// <summary>The bytes of the longest form that means anything here: WAVE_FORMAT_EXTENSIBLE.</summary>
    public const int MaxLength = 40;

    private const int MinLength = 16;
    private const int SubFormatOffset = 24;

    private const ushort TagPcm = 1;
    private const ushort TagFloat = 3;
    private const ushort TagAlaw = 6;
    private const ushort TagMulaw = 7;
    private const ushort TagExtensible = 0xFFFE;

    // A sub-format GUID is a plain format tag followed by these bytes (KSDATAFORMAT_SUBTYPE_WAVEFORMATEX).
    private static ReadOnlySpan<byte> SubFormatBase =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        CheckLength(chunk.Length, MinLength);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        var encoding = ParseEncoding(ParseTag(chunk), bits);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var sampleRate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (channels == 0)
        {
            throw new WavFormatException("The WAV's header says 0 channels: its fmt chunk is damaged; record or export the file again.");
        }

        if (sampleRate is 0 or > int.MaxValue)
        {
            throw new WavFormatException(
                $"The WAV's header says a sample rate of {sampleRate} Hz: its fmt chunk is damaged; record or export the file again.");
        }

        var format = new WavFormat(encoding, (int)sampleRate, channels);
        var blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        if (blockAlign != format.BlockAlign)
        {
            throw new WavFormatException(
                $"The WAV's header says a block align of {blockAlign} bytes, but {format} needs {format.BlockAlign}: its fmt chunk is "
                    + $"damaged; record or export the file again.");
        }

        return format;
    }

    private static ushort ParseTag(ReadOnlySpan<byte> chunk)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag != TagExtensible)
        {
            return tag;
        }

        CheckLength(chunk.Length, MaxLength);
        var subFormat = chunk[SubFormatOffset..MaxLength];
        if (!subFormat[sizeof(ushort)..].SequenceEqual(SubFormatBase))
        {
            throw Unreadable($"the sub-format {new Guid(subFormat)}");
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(subFormat);
    }

    private static WavEncoding ParseEncoding(ushort tag, ushort bits) => (tag, bits) switch
    {
        (TagPcm, 16) => WavEncoding.LinearPcm16,
        (TagMulaw, 8) => WavEncoding.Mulaw,
        (TagAlaw, 8) => WavEncoding.Alaw,
        (TagPcm, _) => throw Unreadable($"{bits}-bit PCM"),
        (TagFloat, _) => throw Unreadable($"{bits}-bit floating-point PCM"),
        (TagMulaw, _) => throw Unreadable($"{bits}-bit µ-law"),
        (TagAlaw, _) => throw Unreadable($"{bits}-bit A-law"),
        _ => throw Unreadable($"the encoding with format tag 0x{tag:X4}"),
    };

    private static void CheckLength(int length, int needed)
    {
        if (length < needed)
        {
            throw new WavFormatException(
                $"The WAV's fmt chunk has {length} bytes, but its format needs {needed}: the header is damaged; record or export the "
                    + $"file again.");
        }
    }

    private static WavFormatException Unreadable(string found) => new(
        $"The WAV holds {found}; 16-bit PCM, 8-bit µ-law and 8-bit A-law can be read. Convert it with: sox in.wav -e signed-integer -b "
            + $"16 out.wav");
}
