namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The client broke the protocol so that the connection cannot go on: a connection error (RFC 9113, section 5.4.1).</summary>
internal sealed class Http2ConnectionException(Http2ErrorCode code, int streamId, string message) : Exception(message)
{
    public Http2ErrorCode Code { get; } = code;

    public int StreamId { get; } = streamId;
}
