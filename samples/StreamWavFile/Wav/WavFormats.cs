using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>The formats that the sample streams: 16-bit PCM, µ-law and A-law, plain or WAVE_FORMAT_EXTENSIBLE.</summary>
internal static class WavFormats
{
    private const int MinLength = 16;
    private const int ExtensibleLength = 40;
    private const int ExtensibleExtraLength = 22;
    private const int SubFormatOffset = 6;

    // A sub-format GUID is a plain format tag followed by these bytes (KSDATAFORMAT_SUBTYPE_WAVEFORMATEX).
    private static ReadOnlySpan<byte> SubFormatBase =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Reads a fmt chunk.</summary>
    public static WaveFormat Read(Stream file, long start, uint length)
    {
        var chunk = new byte[ExtensibleLength];
        var known = (int)Math.Min(length, ExtensibleLength);
        ThrowIfShort(known, MinLength);
        file.ReadAt(start, chunk.AsSpan(0, known));
        using var reader = new BinaryReader(new MemoryStream(chunk));
        return Normalize(WaveFormat.FromFormatChunk(reader, known));
    }

    /// <summary>
    /// The format with block align and bits that follow from the encoding: some programs write them wrong, and µ-law and A-law have only
    /// one size.
    /// </summary>
    public static WaveFormat Normalize(WaveFormat format)
    {
        var encoding = format.Encoding == WaveFormatEncoding.Extensible ? SubFormat(format) : format.Encoding;
        if (!IsReadable(encoding, format.BitsPerSample))
        {
            throw UnreadableEncoding.Of(encoding, format.BitsPerSample);
        }

        var (channels, rate) = (format.Channels & ushort.MaxValue, format.SampleRate);
        if (channels is 0 or > short.MaxValue)
        {
            throw Damaged($"{channels} channels");
        }

        if (rate <= 0)
        {
            throw Damaged($"a sample rate of {(uint)rate} Hz");
        }

        return encoding switch
        {
            WaveFormatEncoding.MuLaw => WaveFormat.CreateMuLawFormat(rate, channels),
            WaveFormatEncoding.ALaw => WaveFormat.CreateALawFormat(rate, channels),
            _ => new WaveFormat(rate, channels),
        };
    }

    /// <summary>The format for people, for example <c>µ-law, 8000 Hz, 2 channels</c>.</summary>
    public static string Describe(WaveFormat format)
    {
        var encoding = format.Encoding switch
        {
            WaveFormatEncoding.MuLaw => "µ-law",
            WaveFormatEncoding.ALaw => "A-law",
            _ => "16-bit PCM",
        };
        return $"{encoding}, {format.SampleRate} Hz, {format.Channels} {(format.Channels == 1 ? "channel" : "channels")}";
    }

    private static bool IsReadable(WaveFormatEncoding encoding, int bits) =>
        encoding is WaveFormatEncoding.MuLaw or WaveFormatEncoding.ALaw || (encoding, bits) is (WaveFormatEncoding.Pcm, 16);

    private static WaveFormatEncoding SubFormat(WaveFormat format)
    {
        ThrowIfShort(MinLength + sizeof(ushort) + format.ExtraSize, ExtensibleLength);
        var subFormat = ((WaveFormatExtraData)format).ExtraData.AsSpan(SubFormatOffset, ExtensibleExtraLength - SubFormatOffset);
        return subFormat[sizeof(ushort)..].SequenceEqual(SubFormatBase)
            ? (WaveFormatEncoding)BitConverter.ToUInt16(subFormat)
            : throw UnreadableEncoding.Named($"the sub-format {new Guid(subFormat)}");
    }

    private static void ThrowIfShort(int length, int needed)
    {
        if (length < needed)
        {
            throw new WavFormatException(
                $"The WAV's fmt chunk has {length} bytes, but its format needs {needed}: the header is damaged; record or export the file "
                    + "again.");
        }
    }

    private static WavFormatException Damaged(string found) =>
        new($"The WAV's header says {found}: its fmt chunk is damaged; record or export the file again.");
}
