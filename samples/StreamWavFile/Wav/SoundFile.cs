using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>A WAV file whose header is right: NAudio alone reads it.</summary>
internal static class SoundFile
{
    /// <summary>Null if NAudio cannot read the file, or would have to correct what the header says.</summary>
    public static (WaveStream Reader, WavHeader Header)? TryOpen(Stream file)
    {
        file.Position = 0;
        WaveFileReader reader;
        try
        {
            reader = new WaveFileReader(file);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or EndOfStreamException or ArgumentException)
        {
            return null;
        }

        // NAudio leaves the file at the first sample, and limits the length to what the file has.
        var start = file.Position;
        var declared = file.UInt32At(start - sizeof(uint));
        file.Position = start;
        var format = WavFormats.Normalize(reader.WaveFormat);
        return declared == reader.Length && !DataSize.IsPlaceholder(declared) && format.BlockAlign == reader.BlockAlign
            ? (reader, new WavHeader(format, start, declared))
            : null;
    }
}
