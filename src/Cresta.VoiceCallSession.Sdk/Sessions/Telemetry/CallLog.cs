using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>What calls log. Event ids and names are stable. The call's id is in the scope, not in the text.</summary>
internal static partial class CallLog
{
    /// <summary>The category of everything that is logged here.</summary>
    public const string Category = "Cresta.VoiceCallSession.Sdk.Calls";

    [LoggerMessage(
        EventId = 2001, EventName = "CallOpened", Level = LogLevel.Debug, Message = "The call is open after {Attempts} attempts.")]
    public static partial void Opened(ILogger logger, int attempts);

    [LoggerMessage(EventId = 2002, EventName = "StreamBroke", Level = LogLevel.Warning,
        Message = "Stream {Attempt} broke after {AgeSeconds} s with {Status}: {Reason}. The call reconnects; {Unacknowledged} messages "
            + "are unacknowledged.")]
    public static partial void Broke(ILogger logger, int attempt, double ageSeconds, string status, string reason, int unacknowledged);

    [LoggerMessage(EventId = 2003, EventName = "Reconnected", Level = LogLevel.Information,
        Message = "The call continues on stream {Attempt}, {OutageMs} ms after the previous stream broke; {BacklogMs} ms of audio are "
            + "queued.")]
    public static partial void Reconnected(ILogger logger, int attempt, double outageMs, double backlogMs);

    [LoggerMessage(
        EventId = 2004, EventName = "StreamReplaced", Level = LogLevel.Debug, Message = "Stream {Attempt} was replaced ({Cause}).")]
    public static partial void Replaced(ILogger logger, int attempt, AttemptCause cause);

    [LoggerMessage(EventId = 2005, EventName = "ReplacementFailed", Level = LogLevel.Warning,
        Message = "The stream in use could not be replaced ({Cause}); the call stays on it, and the replacement is retried.")]
    public static partial void ReplacementFailed(ILogger logger, Exception exception, AttemptCause cause);

    [LoggerMessage(EventId = 2006, EventName = "StreamParked", Level = LogLevel.Debug,
        Message = "Stream {Attempt} was closed because it was idle.")]
    public static partial void Parked(ILogger logger, int attempt);

    [LoggerMessage(EventId = 2007, EventName = "AudioLost", Level = LogLevel.Warning,
        Message = "{Bytes} bytes of audio were lost since the last such message ({Reason}).")]
    public static partial void Lost(ILogger logger, long bytes, LossReason reason);

    [LoggerMessage(EventId = 2008, EventName = "CallEnded", Level = LogLevel.Information,
        Message = "The call ended: {Outcome} over {Attempts} streams; offered {OfferedBytes} bytes, acknowledged {AcknowledgedBytes}, "
            + "unacknowledged {UnacknowledgedBytes}, dropped {DroppedBytes}, refused {RefusedBytes}.")]
    public static partial void Ended(
        ILogger logger, CallOutcome outcome, int attempts, long offeredBytes, long acknowledgedBytes, long unacknowledgedBytes,
            long droppedBytes, long refusedBytes);

    [LoggerMessage(EventId = 2009, EventName = "CallFailed", Level = LogLevel.Error, Message = "The call failed with {Status}.")]
    public static partial void Failed(ILogger logger, Exception exception, string status);

    [LoggerMessage(EventId = 2010, EventName = "TokenRefused", Level = LogLevel.Warning,
        Message = "The server rejected the token; a new one is requested, once.")]
    public static partial void TokenRefused(ILogger logger);

    [LoggerMessage(EventId = 2011, EventName = "MessageRejected", Level = LogLevel.Warning,
        Message = "The server answered message {SequenceId} with {Status}.")]
    public static partial void Rejected(ILogger logger, string sequenceId, string status);

    [LoggerMessage(
        EventId = 2012, EventName = "GateChanged", Level = LogLevel.Debug, Message = "The call's audio was stopped or released: {Change}.")]
    public static partial void GateChanged(ILogger logger, AudioGateChange change);

    [LoggerMessage(EventId = 2013, EventName = "StreamUnanswered", Level = LogLevel.Warning,
        Message = "No response was received on a REST stream within 5 s of the first write. Either the server sends none, or an "
            + "intermediary buffers whole requests or responses, so that the call is not live. {Advice} Run the diagnosis with a test "
            + "call to distinguish the two. This is logged once per client.")]
    public static partial void StreamUnanswered(ILogger logger, string advice);

    [LoggerMessage(EventId = 2020, EventName = "DuplicateCallId", Level = LogLevel.Warning,
        Message = "The call {CallId} is opened while another call with this id is live in this client. Set DuplicateCallIds to Refuse "
            + "to reject such calls, or to Allow if this is intended.")]
    public static partial void DuplicateCallId(ILogger logger, string callId);

    [LoggerMessage(EventId = 2021, EventName = "SuspectedEncoding", Level = LogLevel.Warning,
        Message = "The audio of {Role} in call {CallId} is declared as {Declared} but appears to be {Suspected}: {Advice}.")]
    public static partial void SuspectedEncoding(
        ILogger logger, string role, string callId, AudioEncoding declared, AudioSampleFormat suspected, string advice);

    [LoggerMessage(EventId = 2022, EventName = "EventInFuture", Level = LogLevel.Warning,
        Message = "The platform time of a {EventType} event of call {CallId} is {Seconds} s in the future; check the platform's clock. "
            + "The event is sent unchanged.")]
    public static partial void EventInFuture(ILogger logger, string eventType, string callId, double seconds);
}
