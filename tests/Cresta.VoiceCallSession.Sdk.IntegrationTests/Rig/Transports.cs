namespace Cresta.VoiceCallSession.Sdk.IntegrationTests;

/// <summary>Every behaviour is shown on every transport: tests take theirs from here.</summary>
public sealed class Transports : TheoryData<VoiceCallSessionTransport>
{
    public Transports() => AddRange(Enum.GetValues<VoiceCallSessionTransport>());
}
