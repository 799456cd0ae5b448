namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>A header block that cannot be decoded. The connection's decoding state is lost with it (RFC 7541, section 2.1).</summary>
internal sealed class HpackException(string message) : Exception(message);
