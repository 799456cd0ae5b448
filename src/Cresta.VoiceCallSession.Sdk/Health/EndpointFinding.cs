namespace Cresta.VoiceCallSession.Sdk.Health;

/// <summary>What came of knocking at the endpoint, and what to say about it.</summary>
internal sealed record EndpointFinding(EndpointState State, string Text)
{
    public VoiceCallSessionException? Failure { get; init; }
}
