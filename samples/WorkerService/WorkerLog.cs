using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorkerService;

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "Call {CallId} is live, one of {LiveCalls}.")]
    public static partial void CallLive(ILogger logger, string callId, int liveCalls);

    [LoggerMessage(2, LogLevel.Error, "Call {CallId} was not brought to the service.")]
    public static partial void CallRefused(ILogger logger, Exception exception, string callId);

    [LoggerMessage(EventId = 3, Message = "{Check} is {Status}: {Description}.")]
    public static partial void Health(ILogger logger, LogLevel level, string check, HealthStatus status, string? description);
}
