using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>What all exchanges of one client share.</summary>
internal sealed record RestSettings(Uri Endpoint, int MaxResponseLineBytes, HoldEventNaming HoldEventNaming, TimeProvider TimeProvider)
{
    /// <summary>What is known of the endpoint.</summary>
    public EndpointProof Proof { get; init; } = new();

    /// <summary>What is read of the body of an error: more tells nothing more.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>How long the body of an error may take. Its status is known by then; only details are lost.</summary>
    public static readonly TimeSpan ErrorBodyTimeout = TimeSpan.FromSeconds(5);
}
