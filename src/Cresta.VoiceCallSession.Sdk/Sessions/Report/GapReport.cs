namespace Cresta.VoiceCallSession.Sdk;

/// <summary>A stretch of a participant's audio that is missing at the server, or may be.</summary>
public sealed class GapReport
{
    /// <summary>Why.</summary>
    public LossReason Reason { get; init; }

    /// <summary>Where it begins, in ms of audio from the first that was offered of this participant, what was lost included.</summary>
    public double FromMs { get; init; }

    /// <summary>Where it ends, in ms of audio likewise.</summary>
    public double ToMs { get; init; }
}
