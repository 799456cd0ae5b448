using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>What one call is warned of in the log.</summary>
internal sealed class CallWarnings(VoiceCallSessionClientOptions options, CallScope scope)
{
    private static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = options.CreateLogger(CallLog.Category);

    /// <summary>From a media thread: the log is written on another, since loggers are the application's code.</summary>
    public void SuspectEncoding(Participant participant, AudioEncoding declared, AudioSampleFormat suspected) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static warning => warning.Warnings.Write(warning.Participant, warning.Declared, warning.Suspected),
            (Warnings: this, Participant: participant, Declared: declared, Suspected: suspected),
            preferLocal: false);

    /// <summary>Warns of an event whose time is yet to come.</summary>
    public void Check(SessionEvent sessionEvent)
    {
        if (sessionEvent.PlatformTime is { } time)
        {
            var ahead = time.ToDateTimeOffset() - options.TimeProvider.GetUtcNow();
            if (ahead > FutureTolerance)
            {
                using var begun = scope.Begin(_logger);
                CallLog.EventInFuture(_logger, EnumNames.Of(
                    SessionEvent.Descriptor, (int)sessionEvent.EventType), scope.PlatformCallId, Math.Round(ahead.TotalSeconds, 3));
            }
        }
    }

    private void Write(Participant participant, AudioEncoding declared, AudioSampleFormat suspected)
    {
        using var begun = scope.Begin(_logger);
        var role = EnumNames.Of(Participant.Descriptor, (int)participant.Role);
        CallLog.SuspectedEncoding(_logger, role, scope.PlatformCallId, declared, suspected, EncodingAdvice.For(declared, suspected));
    }
}
