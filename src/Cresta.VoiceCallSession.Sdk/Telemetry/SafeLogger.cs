using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>A logger that does not throw: what its inner one throws is counted.</summary>
internal sealed class SafeLogger(ILogger inner, CallbackErrors errors) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner.BeginScope(state);
        }
#pragma warning disable CA1031 // A call must not fail because it cannot be logged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            errors.OnThrown(CallbackKind.Logger, e);
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            errors.OnThrown(CallbackKind.Logger, e);
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            errors.OnThrown(CallbackKind.Logger, e);
        }
    }
}
