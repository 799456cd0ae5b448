namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>Code of the application that telemetry runs.</summary>
[Flags]
internal enum CallbackKind
{
    None = 0,

    /// <summary>A logger or a logger provider.</summary>
    Logger = 1,

    /// <summary>A listener of metrics.</summary>
    MetricListener = 2,

    /// <summary>A listener of spans.</summary>
    TraceListener = 4,

    /// <summary>The propagator of trace contexts.</summary>
    Propagator = 8,
}
