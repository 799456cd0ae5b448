using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>What the transports log. Event ids and names are stable.</summary>
internal static partial class TransportLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Transport";

    [LoggerMessage(EventId = 1001, EventName = "SwitchedToRest", Level = LogLevel.Warning,
        Message = "The endpoint {Endpoint} does not support gRPC ({Reason}); this client uses REST from now on. Set the option "
            + "Transport to Rest to avoid the first attempt.")]
    public static partial void SwitchedToRest(ILogger logger, string endpoint, string reason);

    [LoggerMessage(EventId = 1002, EventName = "ResponseLinesSkipped", Level = LogLevel.Warning,
        Message = "A {Method} stream had {Count} response lines that are neither a result nor an error; they were skipped.")]
    public static partial void LinesSkipped(ILogger logger, string method, int count);

    [LoggerMessage(EventId = 1003, EventName = "ConnectionsRenewed", Level = LogLevel.Information,
        Message = "An instance at {Endpoint} rejected or failed a stream or request; new streams and requests use new connections.")]
    public static partial void ConnectionsRenewed(ILogger logger, string endpoint);

    [LoggerMessage(EventId = 1004, EventName = "ConnectionsNotRenewed", Level = LogLevel.Error,
        Message = "The connections to {Endpoint} could not be renewed; the client keeps the current ones. Check Http.ConfigureHandler "
            + "and the "
            + "registered handlers.")]
    public static partial void ConnectionsNotRenewed(ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(EventId = 1005, EventName = "PingsReduced", Level = LogLevel.Warning,
        Message = "The server at {Endpoint} closed a connection because of too many pings; new connections ping after {PingDelay} of "
            + "silence. Raise Http.KeepAlivePingDelay.")]
    public static partial void PingsReduced(ILogger logger, string endpoint, TimeSpan pingDelay);
}
