namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>Whether an endpoint speaks a transport.</summary>
internal enum Speech
{
    /// <summary>It does.</summary>
    Spoken,

    /// <summary>It shows that it does not.</summary>
    NotSpoken,

    /// <summary>Something answered, or nothing did, so that one cannot tell.</summary>
    Unclear,
}
