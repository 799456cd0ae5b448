using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Diagnostics;

/// <summary>What one call is warned of in the log.</summary>
internal sealed class CallWarnings(VoiceCallSessionClientOptions options, string callId)
{
    private static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = options.CreateLogger(CallLog.Category);

    /// <summary>From a media thread: the log is written on another, since loggers are the application's code.</summary>
    public void SuspectEncoding(Participant participant, AudioEncoding declared, AudioEncoding suspected) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static warning => CallLog.SuspectedEncoding(
                warning.Logger, EnumNames.Of(Participant.Descriptor, (int)warning.Participant.Role), warning.CallId, warning.Declared, warning.Suspected),
            (Logger: _logger, Participant: participant, CallId: callId, Declared: declared, Suspected: suspected),
            preferLocal: false);

    /// <summary>Warns of an event whose time is yet to come.</summary>
    public void Check(SessionEvent sessionEvent)
    {
        if (sessionEvent.PlatformTime is { } time)
        {
            var ahead = time.ToDateTimeOffset() - options.TimeProvider.GetUtcNow();
            if (ahead > FutureTolerance)
            {
                CallLog.EventInFuture(_logger, EnumNames.Of(SessionEvent.Descriptor, (int)sessionEvent.EventType), callId, Math.Round(ahead.TotalSeconds, 3));
            }
        }
    }
}
