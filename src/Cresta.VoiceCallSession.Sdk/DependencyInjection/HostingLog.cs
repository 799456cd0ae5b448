using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>What clients in a container log about options and shutdown. Event ids and names are stable.</summary>
internal static partial class HostingLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Hosting";

    public static ILogger CreateLogger(IServiceProvider services) =>
        (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(Category);

    [LoggerMessage(EventId = 1901, EventName = "OptionsChanged", Level = LogLevel.Information,
        Message = "The options of the {Client} have changed; new calls use them.")]
    public static partial void OptionsChanged(ILogger logger, string client);

    [LoggerMessage(EventId = 1902, EventName = "OptionsChangeRefused", Level = LogLevel.Error,
        Message = "The changed options of the {Client} are invalid; the previous options stay in use.")]
    public static partial void ChangeRefused(ILogger logger, Exception exception, string client);

    [LoggerMessage(EventId = 1903, EventName = "Draining", Level = LogLevel.Information,
        Message = "The {Client} is draining: it opens no new calls, and ends its {Calls} open calls after {GracePeriod}.")]
    public static partial void Draining(ILogger logger, string client, int calls, TimeSpan gracePeriod);

    [LoggerMessage(EventId = 1904, EventName = "CallDrained", Level = LogLevel.Information,
        Message = "The call {PlatformCallId} ended: {Outcome}, {OfferedBytes} bytes offered, {AcknowledgedBytes} acknowledged, "
            + "{UnacknowledgedBytes} unacknowledged, {DroppedBytes} dropped, {RefusedBytes} refused.")]
    public static partial void CallDrained(
        ILogger logger, string platformCallId, CallOutcome outcome, long offeredBytes, long acknowledgedBytes, long unacknowledgedBytes,
            long droppedBytes, long refusedBytes);

    [LoggerMessage(EventId = 1905, EventName = "CallNotDrained", Level = LogLevel.Warning,
        Message = "The call {PlatformCallId} did not complete: {Outcome}, {OfferedBytes} bytes offered, {AcknowledgedBytes} "
            + "acknowledged, {UnacknowledgedBytes} unacknowledged, {DroppedBytes} dropped, {RefusedBytes} refused.")]
    public static partial void CallNotDrained(
        ILogger logger, Exception? exception, string platformCallId, CallOutcome outcome, long offeredBytes, long acknowledgedBytes,
            long unacknowledgedBytes, long droppedBytes, long refusedBytes);

    [LoggerMessage(EventId = 1906, EventName = "DrainCutShort", Level = LogLevel.Warning,
        Message = "The host's shutdown timeout has expired, and {Calls} calls of the {Client} are still open; they are aborted. Raise "
            + "HostOptions.ShutdownTimeout, or lower ShutdownGracePeriod, FlushTimeout and DrainTimeout.")]
    public static partial void DrainCutShort(ILogger logger, string client, int calls);
}
