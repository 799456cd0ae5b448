using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>
/// Exceptions of the application's loggers, listeners and propagators, which reach no call: each is counted, the first of a kind is logged.
/// Thread-safe.
/// </summary>
/// <param name="loggers">The application's loggers; null for none.</param>
/// <param name="endpoint">The server of the client; null or relative if its options are not valid.</param>
internal sealed class CallbackErrors(ILoggerFactory? loggers, Uri? endpoint)
{
    private int _logged;

    /// <summary>A callback has thrown.</summary>
    public void OnThrown(CallbackKind callback, Exception exception)
    {
        if (endpoint is { IsAbsoluteUri: true })
        {
            Instruments.CallbackErrors.TryRecord(1, new ServerTags(endpoint, this), new("callback", callback.ToString()));
        }

        if ((Interlocked.Or(ref _logged, (int)callback) & (int)callback) != 0 || loggers is null)
        {
            return;
        }

        try
        {
            TelemetryLog.CallbackFailed(loggers.CreateLogger(TelemetryLog.Category), exception, callback);
        }
#pragma warning disable CA1031 // The logger is what throws, perhaps: then the count is what is left.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Counted above.
        }
    }
}
