using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>What all exchanges of one client share.</summary>
internal sealed record RestSettings(Uri Endpoint, int MaxResponseLineBytes, HoldEventNaming HoldEventNaming, TimeProvider TimeProvider)
{
    /// <summary>What is known of the endpoint.</summary>
    public EndpointProof Proof { get; init; } = new();
}
