namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// Names under which the SDK traces and measures, for <c>AddSource</c> and <c>AddMeter</c>. They are stable; nothing is done, or allocated,
/// for a source that nobody listens to.
/// </summary>
public static class VoiceCallSessionTelemetry
{
    /// <summary>Name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "Cresta.VoiceCallSession.Sdk";

    /// <summary>Name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Cresta.VoiceCallSession.Sdk";
}
