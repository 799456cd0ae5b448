using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorkerService;

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "Call {CallId} is live, one of {LiveCalls}.")]
    public static partial void CallLive(ILogger logger, string callId, int liveCalls);

    [LoggerMessage(2, LogLevel.Error, "Call {CallId} could not be opened, and is lost.")]
    public static partial void CallLost(ILogger logger, Exception exception, string callId);

    [LoggerMessage(3, LogLevel.Warning, "Call {CallId} is not taken: the application stops.")]
    public static partial void CallNotTaken(ILogger logger, string callId);

    [LoggerMessage(EventId = 4, Message = "{Check} is {Status}: {Description}.")]
    public static partial void Health(ILogger logger, LogLevel level, string check, HealthStatus status, string? description);
}
