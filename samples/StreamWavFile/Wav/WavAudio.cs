using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>
/// The audio of a WAV file: 16-bit PCM, µ-law or A-law. NAudio reads the file. If its header is wrong, <see cref="WavHeader"/> finds the
/// audio and NAudio reads it as raw samples.
/// </summary>
internal sealed class WavAudio : IAsyncDisposable
{
    private readonly Stream _file;
    private readonly WaveStream _samples;
    private long _remaining;

    private WavAudio(Stream file, WaveStream samples, WavHeader header)
    {
        _file = file;
        _samples = samples;
        Format = header.Format;
        DataLength = header.DataLength;
        var available = Math.Min(DataLength ?? long.MaxValue, file.Length - header.DataStart);
        IsTruncated = available < DataLength;
        DanglingBytes = (int)(available % Format.BlockAlign);
        _remaining = available - DanglingBytes;
    }

    /// <summary>The encoding, sample rate and channels; block align and bits follow from the encoding, whatever the file says.</summary>
    public WaveFormat Format { get; }

    /// <summary>The bytes of audio that the header declares; null if it leaves the length open.</summary>
    public long? DataLength { get; }

    /// <summary>The playing time that the header declares; null if it leaves the length open.</summary>
    public TimeSpan? Duration => DataLength is { } length
        ? TimeSpan.FromTicks(length / Format.BlockAlign * TimeSpan.TicksPerSecond / Format.SampleRate)
        : null;

    /// <summary>The file has fewer bytes of audio than <see cref="DataLength"/>.</summary>
    public bool IsTruncated { get; }

    /// <summary>The bytes at the end of the audio that are no whole sample frame. They are not returned.</summary>
    public int DanglingBytes { get; }

    /// <summary>Opens a file or a pipe.</summary>
    public static async Task<WavAudio> OpenAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Stream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            file = file.CanSeek ? file : await Spool.CopyAsync(file, cancellationToken);
            return Open(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a WAV in a stream that can seek. The stream is disposed with the audio, but not if this throws.</summary>
    public static WavAudio Open(Stream file)
    {
        ForeignFile.ThrowIfForeign(file);
        if (SoundFile.TryOpen(file) is var (reader, sound))
        {
            return new WavAudio(file, reader, sound);
        }

        var header = WavHeader.Read(file);
        file.Position = header.DataStart;
        return new WavAudio(file, new RawSourceWaveStream(file, header.Format), header);
    }

    /// <summary>Reads whole sample frames, as many as the buffer holds; fewer only at the end.</summary>
    /// <returns>The number of bytes read; 0 at the end.</returns>
    public int Read(Span<byte> buffer)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length - (buffer.Length % Format.BlockAlign), _remaining)];
        var filled = 0;
        for (int read; filled < wanted.Length && (read = _samples.Read(wanted[filled..])) > 0;)
        {
            filled += read;
        }

        _remaining -= filled;
        return filled;
    }

    public async ValueTask DisposeAsync()
    {
        await _samples.DisposeAsync();
        await _file.DisposeAsync();
    }
}
