namespace Cresta.VoiceCallSession.Sdk.Health;

/// <summary>What came of knocking at the endpoint.</summary>
internal enum EndpointState
{
    /// <summary>It answered as it should.</summary>
    Reachable,

    /// <summary>It answered, but not all that a client needs would work.</summary>
    Impaired,

    /// <summary>It did not answer, or in a way that no call would survive.</summary>
    Unreachable,
}
