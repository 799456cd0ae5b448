using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>What was logged, with the values of every scope that it was logged in, outermost first.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, EventId Event, IReadOnlyList<KeyValuePair<string, object?>> State,
    IReadOnlyList<KeyValuePair<string, object?>> Scope)
{
    public static object? ValueOf(IEnumerable<KeyValuePair<string, object?>> values, string name) =>
        values.SingleOrDefault(value => value.Key == name).Value;
}
