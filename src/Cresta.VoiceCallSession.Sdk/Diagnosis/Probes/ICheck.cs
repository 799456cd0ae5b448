namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>One step of a diagnosis. Without state; what steps share is in the diagnosis.</summary>
internal interface ICheck
{
    /// <summary>The stable name.</summary>
    string Name { get; }

    /// <summary>The checks without which this one has nothing to stand on.</summary>
    IReadOnlyList<string> RestsOn { get; }

    /// <summary>Finds out. What it throws is a failure of what it looked at.</summary>
    Task<Finding> RunAsync(DiagnosisContext context, CancellationToken cancellationToken);
}
