namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What is known of a request before its first message, whatever the transport.</summary>
internal sealed record StreamOpening(CallMethod Method, IReadOnlyDictionary<string, string> Headers, TrackedConnection Connection);
