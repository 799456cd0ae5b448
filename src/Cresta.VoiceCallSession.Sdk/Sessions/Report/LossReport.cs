namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Audio of one participant that was lost for one reason.</summary>
public sealed class LossReport
{
    /// <summary>Why.</summary>
    public LossReason Reason { get; init; }

    /// <summary>How many bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>In how many pieces: frames as they were offered, or chunks where frames had been joined already.</summary>
    public long Pieces { get; init; }
}
