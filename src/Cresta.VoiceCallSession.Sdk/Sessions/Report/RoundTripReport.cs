namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Time from a message's write to the answer to it, in ms. All 0 where nothing was answered.</summary>
public sealed class RoundTripReport
{
    /// <summary>The median, to within 6 %.</summary>
    public double P50 { get; init; }

    /// <summary>The 90th percentile, to within 6 %.</summary>
    public double P90 { get; init; }

    /// <summary>The 99th percentile, to within 6 %.</summary>
    public double P99 { get; init; }

    /// <summary>The longest, exactly.</summary>
    public double Max { get; init; }
}
