using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

public sealed class RestConversationTests : ConversationTests
{
    protected override CallTransport Transport => CallTransport.Rest;
}
