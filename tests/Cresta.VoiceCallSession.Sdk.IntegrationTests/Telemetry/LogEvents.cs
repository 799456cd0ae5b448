using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry;

/// <summary>Everything that the packages can log, as their assemblies have it.</summary>
internal static class LogEvents
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static IReadOnlyList<(int Id, string Name, LogLevel Level, string Category)> All { get; } =
    [
        .. new[] { typeof(VoiceCallSessionClient).Assembly, typeof(Sdk.Testing.FakeVoiceCallSessionServer).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(Any | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(message => message.Attribute is not null)
            .Select(message => (message.Attribute!.EventId, message.Attribute.EventName ?? "", message.Attribute.Level,
                CategoryOf(message.Method.DeclaringType!)))
            .OrderBy(message => message.EventId),
    ];

    private static string CategoryOf(Type type) =>
        (string?)type.GetField("Category", Any)?.GetRawConstantValue() ?? $"{type} has no constant Category";
}
