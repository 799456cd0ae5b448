using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;

/// <summary>
/// What is in the scope of everything that is logged of a call. Opening a stream, reading its answers and judging its end run inside a
/// scope of it, and so does what handlers and providers of the application log meanwhile; what is logged elsewhere, on a caller's thread
/// say, begins one.
/// </summary>
internal sealed class CallScope(string platformCallId, string method)
{
    private volatile int _attempt;

    public string PlatformCallId => platformCallId;

    public string Method => method;

    /// <summary>The number of the stream in use; 0 before the first.</summary>
    public int Attempt
    {
        get => _attempt;
        set => _attempt = value;
    }

    /// <summary>Begins a scope for the stream in use.</summary>
    public IDisposable? Begin(ILogger logger) => Begin(logger, _attempt);

    public IDisposable? Begin(ILogger logger, int attempt) => logger.BeginScope(new AttemptScope(platformCallId, method, attempt));
}
