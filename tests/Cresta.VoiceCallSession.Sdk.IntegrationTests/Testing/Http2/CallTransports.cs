using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>The transports of clients that are not the SDK's.</summary>
public sealed class CallTransports : TheoryData<CallTransport>
{
    public CallTransports() => AddRange(CallTransport.Grpc, CallTransport.Rest);
}
