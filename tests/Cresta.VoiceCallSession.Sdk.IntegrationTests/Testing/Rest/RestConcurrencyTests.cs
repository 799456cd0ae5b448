using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

public sealed class RestConcurrencyTests : ConcurrencyTests
{
    protected override CallTransport Transport => CallTransport.Rest;
}
