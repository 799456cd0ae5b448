namespace Cresta.VoiceCallSession.Sdk;

/// <summary>A stretch of time in which a call's audio was stopped.</summary>
public sealed class PauseReport
{
    /// <summary>Why.</summary>
    public PauseKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>When it was over: by resuming, or with the call.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>How long it lasted, in ms.</summary>
    public double DurationMs { get; init; }
}
