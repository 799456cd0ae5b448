using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

public sealed class RestStopReadingTests : StopReadingTests
{
    protected override CallTransport Transport => CallTransport.Rest;
}
