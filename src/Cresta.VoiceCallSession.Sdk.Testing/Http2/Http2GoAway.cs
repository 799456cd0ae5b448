namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>A GOAWAY frame.</summary>
/// <param name="ErrorCode">Its error code.</param>
/// <param name="DebugText">Its debug data, as UTF-8; empty when there are none.</param>
/// <param name="LastStreamId">The last stream that its sender may have processed.</param>
public sealed record Http2GoAway(Http2ErrorCode ErrorCode, string DebugText, int LastStreamId);
