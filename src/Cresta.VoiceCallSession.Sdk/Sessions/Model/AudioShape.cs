using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>What the engine needs to know of a call's audio: how many bytes a sample has, and a second.</summary>
internal readonly record struct AudioShape(int BytesPerSample, long BytesPerSecond)
{
    /// <summary>No chunk is longer than this, whatever its duration.</summary>
    public const int MaxChunkBytes = 64 * 1024;

    /// <summary>The encoding that was declared; unspecified where nobody needs to know.</summary>
    public AudioEncoding Encoding { get; init; }

    /// <summary>The byte that silence consists of, or null where the encoding is none that we know.</summary>
    public byte? Silence { get; init; }

    /// <summary>The sample format that the declared encoding stands for, or null if we do not know the encoding.</summary>
    public AudioSampleFormat? SampleFormat => Encoding switch
    {
        AudioEncoding.Linear16 => AudioSampleFormat.Linear16LittleEndian,
        AudioEncoding.Mulaw => AudioSampleFormat.Mulaw,
        _ => null,
    };

    public static AudioShape Of(AudioMetadata metadata)
    {
        // An encoding that we have no name for is taken a byte a sample: nothing can then be held back for its other half.
        var bytesPerSample = metadata.Encoding == AudioEncoding.Linear16 ? 2 : 1;
        return new AudioShape(bytesPerSample, (long)metadata.SampleRateHertz * bytesPerSample)
        {
            Encoding = metadata.Encoding,
            Silence = metadata.Encoding switch { AudioEncoding.Linear16 => 0, AudioEncoding.Mulaw => 0xFF, _ => null },
        };
    }

    /// <summary>Bytes of whole samples that play for this long, at least one sample, at most a chunk's limit.</summary>
    public int ChunkBytes(TimeSpan duration) => (int)Math.Clamp(BytesIn(duration), BytesPerSample, MaxChunkBytes);

    public long BytesIn(TimeSpan duration) =>
        (long)(duration.TotalSeconds * BytesPerSecond) / BytesPerSample * BytesPerSample;

    public double SecondsIn(long bytes) => (double)bytes / BytesPerSecond;
}
