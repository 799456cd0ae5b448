using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>An application's logging, as real as it gets, with one provider that keeps what it is given.</summary>
internal sealed class ScopedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ScopedLog() => Factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));

    public ILoggerFactory Factory { get; }

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new CategoryLog(this, categoryName);

    /// <summary>Called by the factory, that is disposed of by whoever made this.</summary>
    public void Dispose()
    {
    }

    private sealed class CategoryLog(ScopedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new List<KeyValuePair<string, object?>>();
            log._scopes.ForEachScope(
                static (values, scope) => scope.AddRange(values as IEnumerable<KeyValuePair<string, object?>> ?? [new("", values)]), scope);
            log._entries.Enqueue(new LogEntry(category, logLevel, eventId, [.. (IEnumerable<KeyValuePair<string, object?>>)state!], scope));
        }
    }
}
