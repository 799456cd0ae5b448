namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Where a request came from and how, the same for streams and unary calls.</summary>
internal sealed record RequestOrigin(
    CallTransport Transport, Version HttpVersion, IReadOnlyDictionary<string, string> Headers, TrackedConnection Connection);
