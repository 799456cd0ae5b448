using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>A call's bounds in bytes, worked out once from the options and the audio's shape.</summary>
internal sealed record CallQueueSettings(
    AudioShape Shape,
    long MaxBytes,
    long MaxTrackBytes,
    int ChunkBytes,
    bool JoinsFrames,
    TimeSpan MaxChunkLatency,
    AudioBufferFullPolicy FullPolicy,
    bool SendAudioOnHold,
    ReplayPolicy Replay,
    ServerCapabilities Server,
    TimeProvider TimeProvider)
{
    private const int LeastMessages = 1024;
    private const int BytesPerMessage = 512;

    private static readonly TimeSpan UsualFrame = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultChunk = TimeSpan.FromMilliseconds(100);

    public static CallQueueSettings From(VoiceCallSessionClientOptions options, AudioShape shape) =>
        From(options, shape, new ServerCapabilities());

    public static CallQueueSettings From(VoiceCallSessionClientOptions options, AudioShape shape, ServerCapabilities server)
    {
        var audio = options.Audio;
        var joins = audio.TargetChunkDuration > TimeSpan.Zero;
        return new CallQueueSettings(
            shape,
            audio.MaxBytes,
            Math.Max(shape.BytesPerSample, shape.BytesIn(audio.MaxDuration)),
            joins ? shape.ChunkBytes(audio.TargetChunkDuration) : AudioShape.MaxChunkBytes,
            joins,
            audio.MaxChunkLatency,
            audio.FullPolicy,
            options.SendAudioOnHold,
            options.Reconnect.Enabled ? options.Reconnect.Replay : ReplayPolicy.Unwritten,
            server,
            options.TimeProvider)
        {
            MaxEventBytes = options.MaxEventBytes,
            Reconnects = options.Reconnect.Enabled,
        };
    }

    /// <summary>Events that a call may hold until they are acknowledged, in bytes.</summary>
    public long MaxEventBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whether a call has further streams, which may carry messages again.</summary>
    public bool Reconnects { get; init; } = true;

    /// <summary>Envelopes that all calls of a client share.</summary>
    public EnvelopePool Envelopes { get; init; } = new();

    /// <summary>Is told, on the media thread, of audio whose format is not the declared one.</summary>
    public Action<Participant, AudioEncoding, AudioSampleFormat>? OnSuspectedEncoding { get; init; }

    /// <summary>As much audio as may be written before it is flushed: a chunk.</summary>
    public long MaxUnflushedBytes => JoinsFrames ? ChunkBytes : Shape.BytesIn(DefaultChunk);

    /// <summary>What an envelope has room for at least: a chunk, or without joining a usual frame of 20 ms.</summary>
    public int EnvelopeBytes => JoinsFrames ? ChunkBytes : (int)Math.Clamp(Shape.BytesIn(UsualFrame), 1, ChunkBytes);

    /// <summary>
    /// Messages with audio that a call may hold: each takes some 400 bytes of memory beside its audio, which tiny frames would multiply.
    /// </summary>
    public int MaxAudioMessages => (int)Math.Max(LeastMessages, MaxBytes / BytesPerMessage);

    /// <summary>A single frame may not exceed this; it could never get room.</summary>
    public long MaxFrameBytes => Math.Min(MaxBytes, MaxTrackBytes);
}
