namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What one check of a diagnosis found. Immutable. No secret and no token is in it.</summary>
public sealed class DiagnosisCheck
{
    /// <summary>
    /// Which check: <c>dns</c>, <c>tcp</c>, <c>proxy</c>, <c>tls</c>, <c>http2</c>, <c>token</c>, <c>service</c>, <c>authorization</c>,
    /// <c>duplex</c> or <c>clock</c>. Stable.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>What it came to.</summary>
    public DiagnosisStatus Status { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public string Finding { get; init; } = "";

    /// <summary>What to do next: one step.</summary>
    public string NextStep { get; init; } = "";

    /// <summary>How long the check took, in ms.</summary>
    public double DurationMs { get; init; }

    /// <summary>
    /// Details by name, for example <c>protocol</c> of <c>tls</c>; the names are stable, and depend on the check and on what it found.
    /// </summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
