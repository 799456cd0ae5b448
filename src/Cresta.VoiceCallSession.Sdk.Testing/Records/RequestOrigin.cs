using Cresta.VoiceCallSession.Sdk.Testing.Hosting;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Where a request came from and how, the same for streams and unary calls.</summary>
internal sealed record RequestOrigin(
    CallTransport Transport, Version HttpVersion, IReadOnlyDictionary<string, string> Headers, TrackedConnection Connection);
