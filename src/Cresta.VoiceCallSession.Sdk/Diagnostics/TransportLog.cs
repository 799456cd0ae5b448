using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>What the transports log. Event ids and names are stable.</summary>
internal static partial class TransportLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Transport";

    [LoggerMessage(EventId = 1001, EventName = "SwitchedToRest", Level = LogLevel.Warning,
        Message = "The endpoint {Endpoint} does not speak gRPC ({Reason}); this client uses REST from now on. Set the option Transport to Rest to save the first try.")]
    public static partial void SwitchedToRest(ILogger logger, string endpoint, string reason);

    [LoggerMessage(EventId = 1002, EventName = "ResponseLinesSkipped", Level = LogLevel.Warning,
        Message = "A {Method} stream had {Count} response lines that are neither a result nor an error; they were skipped.")]
    public static partial void LinesSkipped(ILogger logger, string method, int count);
}
