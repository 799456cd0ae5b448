using Cresta.VoiceCallSession.Sdk.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>A call's bounds in bytes, worked out once from the options and the audio's shape.</summary>
internal sealed record SendQueueSettings(
    AudioShape Shape,
    long MaxBytes,
    long MaxTrackBytes,
    int ChunkBytes,
    bool JoinsFrames,
    TimeSpan MaxChunkLatency,
    AudioBufferFullPolicy FullPolicy,
    bool SendAudioOnHold,
    ReplayPolicy Replay,
    ServerHabits Server,
    TimeProvider TimeProvider)
{
    public static SendQueueSettings From(VoiceCallSessionClientOptions options, AudioShape shape) => From(options, shape, new ServerHabits());

    public static SendQueueSettings From(VoiceCallSessionClientOptions options, AudioShape shape, ServerHabits server)
    {
        var audio = options.Audio;
        var joins = audio.TargetChunkDuration > TimeSpan.Zero;
        return new SendQueueSettings(
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
            options.TimeProvider);
    }

    /// <summary>Where a call's warnings go, or null for nowhere.</summary>
    public CallWarnings? Warnings { get; init; }

    /// <summary>A single frame may not exceed this; it could never get room.</summary>
    public long MaxFrameBytes => Math.Min(MaxBytes, MaxTrackBytes);
}
