using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>A message as the server had it: an event, or audio.</summary>
internal sealed record ServerMessage(SessionEvent.Types.EventType? Event, byte[] Audio);
