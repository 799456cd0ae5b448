using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>What is logged of calls. Event ids and names are stable.</summary>
internal static partial class CallLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Calls";

    [LoggerMessage(EventId = 2001, EventName = "DuplicateCallId", Level = LogLevel.Warning,
        Message = "The call {CallId} is opened while another of that id is live in this client. Set DuplicateCallIds to Refuse to stop that, or to Allow if it is meant.")]
    public static partial void DuplicateCallId(ILogger logger, string callId);

    [LoggerMessage(EventId = 2002, EventName = "SuspectedEncoding", Level = LogLevel.Warning,
        Message = "The {Role}'s audio of call {CallId} is declared as {Declared}, and looks like {Suspected}; check the encoding in the call's configuration.")]
    public static partial void SuspectedEncoding(ILogger logger, string role, string callId, AudioEncoding declared, AudioEncoding suspected);

    [LoggerMessage(EventId = 2003, EventName = "EventInFuture", Level = LogLevel.Warning,
        Message = "A {EventType} event of call {CallId} says that it happened {Seconds} s from now; check the platform's clock. It is sent as it is.")]
    public static partial void EventInFuture(ILogger logger, string eventType, string callId, double seconds);
}
