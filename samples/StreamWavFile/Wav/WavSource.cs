using System.Globalization;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;
using NAudio.Wave;

namespace StreamWavFile.Wav;

/// <summary>
/// A WAV file as 20 ms frames of each channel, in the wire's encoding. Holds one frame at a time, however long the file is.
/// </summary>
internal sealed class WavSource : IAsyncDisposable
{
    private const int FramesPerSecond = 50;
    private const int MaxChannels = 2;

    private readonly WavAudio _audio;
    private readonly byte[] _interleaved;
    private readonly byte[][] _channels;
    private readonly byte[][] _converted;
    private long _samples;
    private int _frameSamples;
    private int _frameBytes;

    private WavSource(WavAudio audio, AudioEncoding encoding)
    {
        _audio = audio;
        Encoding = encoding;
        var samples = Math.Max(1, audio.Format.SampleRate / FramesPerSecond);
        _interleaved = new byte[samples * audio.Format.BlockAlign];
        _channels = Buffers(samples * BytesPerSample);
        _converted = Buffers(samples * sizeof(short));
    }

    public WaveFormat Format => _audio.Format;

    public AudioEncoding Encoding { get; }

    /// <summary>The length that the file's header declares; null if it leaves it open.</summary>
    public TimeSpan? Duration => _audio.Duration;

    /// <summary>Where the current frame begins in the audio.</summary>
    public TimeSpan FrameStart => ToTime(_samples - _frameSamples);

    /// <summary>Where the current frame ends in the audio.</summary>
    public TimeSpan FrameEnd => ToTime(_samples);

    /// <summary>Defects at the end of the file.</summary>
    public IEnumerable<string> Faults
    {
        get
        {
            if (_audio.IsTruncated)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The file is cut off: {FrameEnd.TotalSeconds:0.###} s of the "
                    + $"{Duration?.TotalSeconds:0.###} s that its header promises are there, and were streamed.");
            }

            if (_audio.DanglingBytes > 0)
            {
                yield return $"The file's audio ends inside a sample: its last "
                    + $"{(_audio.DanglingBytes == 1 ? "byte was" : $"{_audio.DanglingBytes} bytes were")} left out.";
            }
        }
    }

    /// <summary>Opens the file and reads its first frame.</summary>
    public static async Task<WavSource> OpenAsync(string path, AudioEncoding? wanted, CancellationToken cancellationToken)
    {
        var audio = await WavAudio.OpenAsync(path, cancellationToken);
        try
        {
            var format = audio.Format;
            if (format.Channels > MaxChannels)
            {
                throw new WavFormatException($"The file has {format.Channels} channels; give mono, or stereo with the agent left and "
                    + $"the visitor right.");
            }

            var encoding = wanted ?? AudioConversion.NearestTo(format);
            AudioConversion.ThrowIfUnfit(format, encoding);
            var source = new WavSource(audio, encoding);
            return source.Read()
                ? source : throw new WavFormatException("The file has no audio: not one whole sample; give another.");
        }
        catch
        {
            await audio.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to the next frame. False at the end, where the last frame stays.</summary>
    public bool Read()
    {
        var read = _audio.Read(_interleaved);
        if (read == 0)
        {
            return false;
        }

        _frameSamples = read / Format.BlockAlign;
        _samples += _frameSamples;
        var channelBytes = Split(read);
        for (var channel = 0; channel < Format.Channels; channel++)
        {
            _frameBytes = AudioConversion.Convert(
                Format.Encoding, Encoding, _channels[channel].AsSpan(0, channelBytes), _converted[channel]);
        }

        return true;
    }

    /// <summary>One channel of the current frame, 0 being the left one. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Frame(int channel) => _converted[channel].AsMemory(0, _frameBytes);

    public ValueTask DisposeAsync() => _audio.DisposeAsync();

    private int BytesPerSample => Format.BitsPerSample / 8;

    private int Split(int bytes)
    {
        if (Format.Channels == MaxChannels)
        {
            return StereoSplitter.Deinterleave(_interleaved.AsSpan(0, bytes), BytesPerSample, _channels[0], _channels[1]);
        }

        _interleaved.AsSpan(0, bytes).CopyTo(_channels[0]);
        return bytes;
    }

    private byte[][] Buffers(int bytes) => [.. Enumerable.Range(0, Format.Channels).Select(_ => new byte[bytes])];

    private TimeSpan ToTime(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / Format.SampleRate);
}
