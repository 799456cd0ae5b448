namespace Cresta.VoiceCallSession.Sdk;

/// <summary>How calls reach the service.</summary>
public enum VoiceCallSessionTransport
{
    /// <summary>
    /// gRPC over HTTP/2. Messages travel by field number, and some numbers are <em>assumed</em>, because the service's own proto file is
    /// not public. <em>Seen</em> in a third party's published file, hence safe: profile, sample rate, encoding, audio bytes, participants,
    /// event type, call id, payload and sequence id. <em>Assumed</em>, hence to be confirmed with Cresta first: channel type and call id of
    /// the configuration, master call id, platform time, everything of <c>StreamCallSessionAudio</c> and <c>ProcessSessionEvent</c>, and
    /// every response.
    /// </summary>
    Grpc = 0,

    /// <summary>
    /// JSON over HTTP: the wire that the service's page documents. Messages travel by name, and every path, field name and shape is
    /// <em>documented</em>. The names of enum values other than the unspecified ones are not: encodings, roles, <c>CALL_STARTED</c> and
    /// <c>CALL_ENDED</c> are <em>seen</em>, <c>HOLD</c> and <c>UNHOLD</c> are <em>seen</em> in a sibling service's client (see
    /// <see cref="VoiceCallSessionClientOptions.HoldEventNaming"/>), <c>PAUSE</c> and <c>RESUME</c> are <em>assumed</em>. Streams need
    /// HTTP/2 all the way; single events also go over HTTP/1.1. The profile of a single event is part of the path.
    /// </summary>
    Rest = 1,

    /// <summary>
    /// gRPC, unless the endpoint shows that it does not speak it: then REST, for the rest of the client's life, decided once, logged once
    /// with the reason, and before anything of a call is lost. What is certain is as for <see cref="Grpc"/> until then, and as for
    /// <see cref="Rest"/> after. An endpoint that speaks gRPC, but numbers an <em>assumed</em> field differently, is not noticed; set
    /// <see cref="Rest"/> where that is a concern.
    /// </summary>
    Auto = 2,
}
