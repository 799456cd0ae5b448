using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Secrecy;

/// <summary>A log that takes everything at every level: texts, what they are made of, exceptions and scopes.</summary>
internal sealed class ToldLog(Action<string> told) : ILoggerFactory, ILogger
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Tell(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        told($"{eventId.Name}: {formatter(state, exception)} {exception}");
        Tell(state);
    }

    public void Dispose()
    {
    }

    private void Tell(object? state)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (key, value) in values)
            {
                told($"{key}={value}");
            }
        }
        else
        {
            told($"{state}");
        }
    }
}
