using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>An application's loggers, so held that what they throw does not reach a call.</summary>
internal sealed class SafeLoggerFactory : ILoggerFactory
{
    private readonly ILoggerFactory _inner;
    private readonly CallbackErrors _errors;

    private SafeLoggerFactory(ILoggerFactory inner, CallbackErrors errors)
    {
        _inner = inner;
        _errors = errors;
    }

    public static ILoggerFactory? Around(ILoggerFactory? factory, CallbackErrors errors) =>
        factory is null or SafeLoggerFactory ? factory : new SafeLoggerFactory(factory, errors);

    public ILogger CreateLogger(string categoryName) => new SafeLogger(_inner.CreateLogger(categoryName), _errors);

    public void AddProvider(ILoggerProvider provider) => _inner.AddProvider(provider);

    public void Dispose()
    {
        // The application's, which lives on.
    }
}
