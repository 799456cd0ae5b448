using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// What may show who calls whom: only at Trace, and in a category of its own that has to be turned on by name. Never audio, never a
/// credential.
/// </summary>
internal static partial class SensitiveCallLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Calls.Sensitive";

    [LoggerMessage(EventId = 2101, EventName = "EventQueuedSensitive", Level = LogLevel.Trace, SkipEnabledCheck = true,
        Message = "Event {SequenceId}: {Payload}")]
    public static partial void EventQueued(ILogger logger, string sequenceId, string payload);
}
