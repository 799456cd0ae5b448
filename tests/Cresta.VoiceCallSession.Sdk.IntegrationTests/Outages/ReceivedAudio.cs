using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>An audio message as a server received it.</summary>
internal sealed record ReceivedAudio(string SequenceId, Participant Participant, byte[] Audio);
