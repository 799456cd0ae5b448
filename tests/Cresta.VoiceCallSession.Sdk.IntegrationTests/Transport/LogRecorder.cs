using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;

/// <summary>Keeps what a client logs.</summary>
internal sealed class LogRecorder : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(EventId Event, string Text)> Entries { get; } = new();

    /// <summary>What has been logged by the name of an event.</summary>
    public IReadOnlyList<(EventId Event, string Text)> Of(string eventName) =>
        [.. Entries.Where(entry => string.Equals(entry.Event.Name, eventName, StringComparison.Ordinal))];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((eventId, formatter(state, exception)));

    public void Dispose()
    {
    }
}
