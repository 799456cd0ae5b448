using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A log whose every door throws.</summary>
internal sealed class ThrowingLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly SemaphoreSlim _thrown = new(0);

    /// <summary>Names of the events that it was given.</summary>
    public IReadOnlyCollection<string> Events => _events;

    public async Task Thrown(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _thrown.WaitAsync();
        }
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw new InvalidTimeZoneException("a bug");

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _events.Enqueue(eventId.Name ?? "");
        _thrown.Release();
        throw new InvalidTimeZoneException("a bug");
    }

    public void Dispose() => _thrown.Dispose();
}
