namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// Something in which a client broke HTTP/2, gRPC's framing or the service's messages, as a <see cref="RawHttp2Server"/> recorded it.
/// </summary>
/// <param name="ConnectionNumber">The connection, from 1.</param>
/// <param name="StreamId">The HTTP/2 stream; 0 when the connection as a whole is meant.</param>
/// <param name="Message">What was wrong.</param>
public sealed record Http2ProtocolError(int ConnectionNumber, int StreamId, string Message);
