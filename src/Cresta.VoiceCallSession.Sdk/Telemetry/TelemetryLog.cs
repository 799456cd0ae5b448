using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>What telemetry logs of itself. Event ids and names are stable.</summary>
internal static partial class TelemetryLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Telemetry";

    [LoggerMessage(EventId = 1801, EventName = "CallbackFailed", Level = LogLevel.Error,
        Message = "The application's {Callback} threw. No call is affected. Further exceptions of the kind are counted by the metric "
            + "callbacks.failed and not logged.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception, CallbackKind callback);
}
