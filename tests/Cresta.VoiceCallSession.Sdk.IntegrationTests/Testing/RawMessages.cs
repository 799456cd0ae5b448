using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

/// <summary>Messages as the wire has them, made without the SDK's builders.</summary>
internal static class RawMessages
{
    public static readonly Participant Agent = new() { Role = Participant.Types.Role.Agent, PlatformAgentId = "a1" };
    public static readonly Participant Visitor = new() { Role = Participant.Types.Role.Visitor, ExternalUserId = "v1" };

    public static StreamingConfig Config(string callId) => new()
    {
        Profile = "p1",
        PlatformCallId = callId,
        AudioMetadata = new AudioMetadata { SampleRateHertz = 8000, Encoding = AudioEncoding.Mulaw },
    };

    public static AudioContent AudioOf(Participant participant, params byte[] bytes) =>
        new() { Participant = participant, AudioContent_ = ByteString.CopyFrom(bytes) };

    public static SessionEvent Event(SessionEvent.Types.EventType type) => new() { EventType = type };

    public static AudioEvent Event(AudioEvent.Types.EventType type) => new() { EventType = type };
}
