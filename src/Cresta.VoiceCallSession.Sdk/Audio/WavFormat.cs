namespace Cresta.VoiceCallSession.Sdk;

/// <summary>The shape of a WAV file's audio. Immutable, hence thread-safe.</summary>
public sealed class WavFormat
{
    internal WavFormat(WavEncoding encoding, int sampleRateHertz, int channels)
    {
        Encoding = encoding;
        SampleRateHertz = sampleRateHertz;
        Channels = channels;
    }

    /// <summary>How a sample is encoded.</summary>
    public WavEncoding Encoding { get; }

    /// <summary>Samples of one channel in a second, in Hz.</summary>
    public int SampleRateHertz { get; }

    /// <summary>The number of channels, sample-interleaved: 1 is mono, 2 is stereo (left first).</summary>
    public int Channels { get; }

    /// <summary>The bytes of one sample of one channel: 2 for linear PCM, 1 for µ-law and A-law.</summary>
    public int BytesPerSample => Encoding == WavEncoding.LinearPcm16 ? sizeof(short) : sizeof(byte);

    /// <summary>The bytes of one sample frame: one sample of every channel.</summary>
    public int BlockAlign => Channels * BytesPerSample;

    /// <summary>The bytes of one second of audio, all channels.</summary>
    public long BytesPerSecond => (long)SampleRateHertz * BlockAlign;

    /// <summary>Describes the format for people.</summary>
    /// <returns>For example <c>µ-law, 8000 Hz, 2 channels</c>.</returns>
    public override string ToString()
    {
        var encoding = Encoding switch
        {
            WavEncoding.Mulaw => "µ-law",
            WavEncoding.Alaw => "A-law",
            _ => "16-bit PCM",
        };
        return $"{encoding}, {SampleRateHertz} Hz, {Channels} {(Channels == 1 ? "channel" : "channels")}";
    }
}
