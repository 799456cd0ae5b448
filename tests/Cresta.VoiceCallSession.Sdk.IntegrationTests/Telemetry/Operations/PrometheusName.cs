using System.Diagnostics.Metrics;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>
/// What OpenTelemetry calls an instrument where it writes it for Prometheus: dots as underscores, then the unit in full unless it is an
/// annotation in braces, then the kind.
/// </summary>
internal static class PrometheusName
{
    public static IReadOnlyList<string> Of(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            ['{', .., '}'] => "",
            var other => throw new NotSupportedException($"The unit {other} of {instrument.Name} has no translation here; look it up "
                + $"and add it."),
        };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType();
        return kind.GetGenericTypeDefinition() == typeof(Counter<>) ? [$"{name}_total"]
            : kind.GetGenericTypeDefinition() == typeof(UpDownCounter<>) ? [name]
            : kind.GetGenericTypeDefinition() == typeof(Histogram<>) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : throw new NotSupportedException($"The kind of {instrument.Name}, {kind}, has no translation here; look it up and add it.");
    }
}
