namespace Cresta.VoiceCallSession.Sdk;

/// <summary>How calls reach the service.</summary>
public enum VoiceCallSessionTransport
{
    /// <summary>
    /// gRPC over HTTP/2. Messages travel by field number, and some numbers are <em>assumed</em>, because the service's own
    /// proto file is not public. <em>Seen</em> in a third party's published file, hence safe: profile, sample rate, encoding, audio
    /// bytes, participants, event type, call id, payload and sequence id. <em>Assumed</em>, hence to be confirmed with Cresta
    /// first: channel type and call id of the configuration, master call id, platform time, everything of
    /// <c>StreamCallSessionAudio</c> and <c>ProcessSessionEvent</c>, and every response.
    /// </summary>
    Grpc = 0,
}
