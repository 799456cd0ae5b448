using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Diagnosis;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What <see cref="VoiceCallSessionClient.DiagnoseAsync(CancellationToken)"/> found. Immutable. No secret and no token is in it.
/// </summary>
public sealed class DiagnosisReport
{
    /// <summary>The worst status of the checks: failed, a warning, or passed. What was skipped does not count.</summary>
    public DiagnosisStatus Status =>
        Checks.Select(static check => check.Status).Where(static status => status != DiagnosisStatus.Skipped).DefaultIfEmpty().Max();

    /// <summary>Scheme, host and port of the service's address.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The transport that the client is set to.</summary>
    public VoiceCallSessionTransport Transport { get; init; }

    /// <summary>When the diagnosis began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in ms.</summary>
    public double DurationMs { get; init; }

    /// <summary>The checks in the order in which they were made, which is the way of a call from this process to the service.</summary>
    public IReadOnlyList<DiagnosisCheck> Checks { get; init; } = [];

    /// <summary>The report as one JSON object, with stable names, in one line.</summary>
    /// <returns>UTF-16 text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, DiagnosisReportJson.Default.DiagnosisReport);
}
