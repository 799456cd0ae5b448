using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>A response of either streaming method.</summary>
internal sealed record RawAnswer(string SequenceId, StatusCode Code, string ConversationName, Google.Rpc.Status Status);
