namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Telemetry.Operations;

/// <summary>One metric in a query, with the labels that narrow it.</summary>
internal sealed record PromSelector(string Metric, IReadOnlyList<(string Label, string Value)> Matchers);
