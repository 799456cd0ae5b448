using Cresta.VoiceCallSession.Sdk.Audio;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Reads the audio of a WAV file, forward only, from any stream (a pipe will do): 16-bit PCM, µ-law and A-law, plain or
/// WAVE_FORMAT_EXTENSIBLE, other chunks skipped. Not thread-safe: one read at a time.
/// </summary>
/// <remarks>
/// <para>
/// Writers that cannot seek back leave a placeholder as the size of the data: 0, 0xFFFFFFFF, or 0x7FFFF000 (sox and
/// espeak-ng into a pipe). All three are read as <em>until the stream ends</em>, except that a size of 0 with nothing after it
/// is empty audio. Chunks after such data cannot be told from audio and are read as audio.
/// </para>
/// <para>Audio that ends early is not an error: what is there is read, and <see cref="IsTruncated"/> then says so.</para>
/// </remarks>
public sealed class WavReader : IAsyncDisposable
{
    private const uint SizeLeftZero = 0;
    private const uint SizeUnknown = uint.MaxValue;
    private const uint SizeOfPipe = 0x7FFFF000;

    private readonly Stream _stream;
    private long _remaining;
    private byte[] _unread;
    private bool _ended;
    private bool _disposed;

    private WavReader(Stream stream, WavFormat format, long? dataLength, byte[] firstBytes)
    {
        _stream = stream;
        Format = format;
        DataLength = dataLength;
        _remaining = dataLength ?? long.MaxValue;
        _unread = firstBytes;
    }

    /// <summary>The encoding, sample rate and channels of the audio.</summary>
    public WavFormat Format { get; }

    /// <summary>The bytes of audio that the header promises; null when the header does not know (see remarks).</summary>
    public long? DataLength { get; }

    /// <summary>The playing time that the header promises, whole sample frames; null when the header does not know.</summary>
    public TimeSpan? Duration => DataLength is { } length
        ? TimeSpan.FromTicks(length / Format.BlockAlign * TimeSpan.TicksPerSecond / Format.SampleRateHertz)
        : null;

    /// <summary>Once a read has returned 0: whether the stream had fewer bytes than <see cref="DataLength"/>.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>
    /// Once a read has returned 0: the number of bytes at the end of the audio that are no whole sample frame, and were not
    /// returned.
    /// </summary>
    public int DanglingBytes { get; private set; }

    /// <summary>Opens a WAV file and reads its header.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>A reader at the first sample frame; disposing it closes the file.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null, empty or white space.</exception>
    /// <exception cref="IOException">The file cannot be opened or read; <see cref="FileNotFoundException"/> if it is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    /// <exception cref="WavFormatException">The file is not a readable WAV; the message says what was found and the fix.</exception>
    public static async ValueTask<WavReader> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
        try
        {
            return await OpenAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the header of a WAV stream, which need not be seekable.</summary>
    /// <param name="stream">The stream, at the start of the WAV. If opening fails it stays the caller's to dispose.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>A reader at the first sample frame; disposing it disposes <paramref name="stream"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be read.</exception>
    /// <exception cref="WavFormatException">The stream is not a readable WAV; the message says what was found and the fix.</exception>
    public static async ValueTask<WavReader> OpenAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException(
                "The stream cannot be read: pass one that was opened for reading and is not disposed.", nameof(stream));
        }

        var header = await WavHeader.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (header.DataSize is SizeUnknown or SizeOfPipe)
        {
            return new WavReader(stream, header.Format, dataLength: null, []);
        }

        if (header.DataSize != SizeLeftZero)
        {
            return new WavReader(stream, header.Format, header.DataSize, []);
        }

        // Whether a size of 0 was meant shows only in what follows it.
        var next = new byte[1];
        return await stream.ReadAsync(next, cancellationToken).ConfigureAwait(false) == 0
            ? new WavReader(stream, header.Format, dataLength: 0, [])
            : new WavReader(stream, header.Format, dataLength: null, next);
    }

    /// <summary>
    /// Reads the next sample frames, as many as the buffer holds; fewer only at the end of the audio. Where the stream's own reads
    /// are cut makes no difference, and a cancelled or failed read loses nothing: the next one begins where it began.
    /// </summary>
    /// <param name="buffer">
    /// Takes the audio as it is in the file; room for one sample frame (<see cref="WavFormat.BlockAlign"/>) at least.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The number of bytes read, a multiple of <see cref="WavFormat.BlockAlign"/>; 0 at the end of the audio.</returns>
    /// <exception cref="ArgumentException"><paramref name="buffer"/> is shorter than one sample frame.</exception>
    /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.Length < Format.BlockAlign)
        {
            throw new ArgumentException(
                $"The buffer has {buffer.Length} bytes, less than a sample frame of {Format}: pass at least {Format.BlockAlign} bytes.",
                nameof(buffer));
        }

        if (_ended)
        {
            return 0;
        }

        var wanted = (int)Math.Min(buffer.Length - (buffer.Length % Format.BlockAlign), _remaining);
        var filled = await FillAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        if (DataLength is not null)
        {
            _remaining -= filled;
        }

        IsTruncated = DataLength is not null && filled < wanted;
        _ended = filled < wanted || _remaining == 0;
        DanglingBytes = filled % Format.BlockAlign;
        return filled - DanglingBytes;
    }

    /// <summary>Disposes the stream.</summary>
    /// <returns>A task that completes when the stream is disposed.</returns>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return _stream.DisposeAsync();
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = Math.Min(_unread.Length, buffer.Length);
        _unread.AsSpan(0, filled).CopyTo(buffer.Span);
        var kept = _unread[filled..];
        try
        {
            while (filled < buffer.Length)
            {
                var read = await _stream.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                filled += read;
            }
        }
        catch
        {
            _unread = [.. buffer.Span[..filled], .. kept];
            throw;
        }

        _unread = kept;
        return filled;
    }
}
