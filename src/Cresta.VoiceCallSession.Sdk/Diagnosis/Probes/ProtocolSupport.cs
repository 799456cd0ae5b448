namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>Whether an endpoint speaks a transport.</summary>
internal enum ProtocolSupport
{
    /// <summary>It does.</summary>
    Supported,

    /// <summary>It shows that it does not.</summary>
    Unsupported,

    /// <summary>Something answered, or nothing did, so that one cannot tell.</summary>
    Unclear,
}
