using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>How a response ends.</summary>
/// <param name="Headers">The response headers, when they have not been sent yet; null for the usual ones.</param>
/// <param name="Body">The last of the body; may be empty.</param>
/// <param name="Trailers">The trailers; null for none.</param>
internal sealed record ResponseEnd(IReadOnlyList<HeaderField>? Headers, byte[] Body, IReadOnlyList<HeaderField>? Trailers);
