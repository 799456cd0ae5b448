namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>Every behaviour is shown on every transport: tests take theirs from here.</summary>
public sealed class Transports : TheoryData<VoiceCallSessionTransport>
{
    public Transports() => AddRange(Both);

    /// <summary>The two that speak; Auto is a choice between them, with tests of its own.</summary>
    public static VoiceCallSessionTransport[] Both => [VoiceCallSessionTransport.Grpc, VoiceCallSessionTransport.Rest];
}
