namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// How a call's audio is buffered and joined into chunks. Mutable while being configured; a client copies it when it is made.
/// </summary>
public sealed class AudioBufferOptions
{
    /// <summary>
    /// Audio of one call that may wait to be written, all participants together. At most one message for each 512 bytes of it (1,024
    /// messages at least) is held, so that frames of a few bytes that are not joined do not take many times that memory.
    /// </summary>
    /// <value>In bytes; 1,024 or more; 2 MiB by default.</value>
    public int MaxBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Audio of one participant that may wait to be written.</summary>
    /// <value>As playing time; more than 0, without an upper bound; 30 s by default.</value>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What happens to audio when either bound is reached.</summary>
    /// <value><see cref="AudioBufferFullPolicy.Wait"/> by default.</value>
    public AudioBufferFullPolicy FullPolicy { get; set; } = AudioBufferFullPolicy.Wait;

    /// <summary>
    /// Frames of one participant are joined until a chunk holds this much audio. Joining five 20 ms frames costs a fifth of sending them
    /// one by one. A chunk never holds more than 64 KiB.
    /// </summary>
    /// <value>0 (each frame is a chunk) to 1 s; 100 ms by default.</value>
    public TimeSpan TargetChunkDuration { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest that audio waits to be joined with more, for example when a party falls silent in the middle of a chunk.
    /// </summary>
    /// <value>More than 0, without an upper bound; 200 ms by default.</value>
    public TimeSpan MaxChunkLatency { get; set; } = TimeSpan.FromMilliseconds(200);

    internal AudioBufferOptions Copy() => (AudioBufferOptions)MemberwiseClone();

    internal IEnumerable<string> Validate()
    {
        if (MaxBytes < 1024)
        {
            yield return $"Audio.MaxBytes is {MaxBytes}; give 1,024 or more.";
        }

        if (MaxDuration <= TimeSpan.Zero)
        {
            yield return $"Audio.MaxDuration is {MaxDuration}; give more than 0.";
        }

        if (!Enum.IsDefined(FullPolicy))
        {
            yield return $"Audio.FullPolicy is {(int)FullPolicy}; give one of {string.Join(", ", Enum.GetNames<AudioBufferFullPolicy>())}.";
        }

        if (TargetChunkDuration < TimeSpan.Zero || TargetChunkDuration > TimeSpan.FromSeconds(1))
        {
            yield return $"Audio.TargetChunkDuration is {TargetChunkDuration}; give 0 (no joining) to 1 s.";
        }

        if (MaxChunkLatency <= TimeSpan.Zero)
        {
            yield return $"Audio.MaxChunkLatency is {MaxChunkLatency}; give more than 0.";
        }
    }
}
