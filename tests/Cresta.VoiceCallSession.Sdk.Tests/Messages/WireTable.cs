namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>The wire as it is to be: message, field, JSON name, number, type, and the oneof it is in.</summary>
internal static class WireTable
{
    public static readonly (string Message, string Field, string Json, int Number, string Type, string OneOf)[] Fields =
    [
        ("StreamCallSessionRequest", "streaming_config", "streamingConfig", 1, "StreamingConfig", "request"),
        ("StreamCallSessionRequest", "audio_content", "audioContent", 2, "AudioContent", "request"),
        ("StreamCallSessionRequest", "session_event", "sessionEvent", 3, "SessionEvent", "request"),
        ("StreamCallSessionRequest", "sequence_id", "sequenceId", 4, "string", ""),
        ("StreamCallSessionResponse", "session_status", "sessionStatus", 1, "google.rpc.Status", ""),
        ("StreamCallSessionResponse", "sequence_id", "sequenceId", 2, "string", ""),
        ("StreamCallSessionResponse", "conversation_name", "conversationName", 3, "string", ""),
        ("StreamCallSessionAudioRequest", "streaming_config", "streamingConfig", 1, "StreamingConfig", "request"),
        ("StreamCallSessionAudioRequest", "audio_content", "audioContent", 2, "AudioContent", "request"),
        ("StreamCallSessionAudioRequest", "audio_event", "audioEvent", 3, "AudioEvent", "request"),
        ("StreamCallSessionAudioRequest", "sequence_id", "sequenceId", 4, "string", ""),
        ("StreamCallSessionAudioResponse", "session_status", "sessionStatus", 1, "google.rpc.Status", ""),
        ("StreamCallSessionAudioResponse", "sequence_id", "sequenceId", 2, "string", ""),
        ("StreamCallSessionAudioResponse", "conversation_name", "conversationName", 3, "string", ""),
        ("ProcessSessionEventRequest", "profile", "profile", 1, "string", ""),
        ("ProcessSessionEventRequest", "session_event", "sessionEvent", 2, "SessionEvent", ""),
        ("ProcessSessionEventRequest", "audio_streaming_mode", "audioStreamingMode", 3, "AudioStreamingMode", ""),
        ("StreamingConfig", "profile", "profile", 1, "string", ""),
        ("StreamingConfig", "audio_metadata", "audioMetadata", 2, "AudioMetadata", ""),
        ("StreamingConfig", "channel_type", "channelType", 3, "ChannelType", ""),
        ("StreamingConfig", "platform_call_id", "platformCallId", 4, "string", ""),
        ("AudioMetadata", "sample_rate_hertz", "sampleRateHertz", 1, "int32", ""),
        ("AudioMetadata", "encoding", "encoding", 2, "AudioEncoding", ""),
        ("AudioContent", "audio_content", "audioContent", 1, "bytes", ""),
        ("AudioContent", "participant", "participant", 2, "Participant", ""),
        ("Participant", "role", "role", 1, "Participant.Role", ""),
        ("Participant", "user", "user", 2, "string", "participant_id"),
        ("Participant", "platform_agent_id", "platformAgentId", 3, "string", "participant_id"),
        ("Participant", "external_user_id", "externalUserId", 4, "string", "participant_id"),
        ("SessionEvent", "event_type", "eventType", 1, "SessionEvent.EventType", ""),
        ("SessionEvent", "platform_call_id", "platformCallId", 2, "string", ""),
        ("SessionEvent", "participants", "participants", 3, "repeated Participant", ""),
        ("SessionEvent", "payload", "payload", 4, "google.protobuf.Struct", ""),
        ("SessionEvent", "platform_master_call_id", "platformMasterCallId", 5, "string", ""),
        ("SessionEvent", "platform_time", "platformTime", 6, "google.protobuf.Timestamp", ""),
        ("SessionEvent", "close_active_calls", "closeActiveCalls", 7, "bool", ""),
        ("AudioEvent", "event_type", "eventType", 1, "AudioEvent.EventType", ""),
        ("AudioEvent", "pause_duration", "pauseDuration", 2, "google.protobuf.Duration", ""),
    ];

    public static readonly (string Enum, string Name, int Number)[] Values =
    [
        ("AudioEncoding", "AUDIO_ENCODING_UNSPECIFIED", 0),
        ("AudioEncoding", "LINEAR16", 1),
        ("AudioEncoding", "MULAW", 2),
        ("ChannelType", "CHANNEL_TYPE_UNSPECIFIED", 0),
        ("AudioStreamingMode", "AUDIO_STREAMING_MODE_UNSPECIFIED", 0),
        ("Participant.Role", "ROLE_UNSPECIFIED", 0),
        ("Participant.Role", "AGENT", 1),
        ("Participant.Role", "VISITOR", 2),
        ("SessionEvent.EventType", "EVENT_TYPE_UNSPECIFIED", 0),
        ("SessionEvent.EventType", "CALL_STARTED", 1),
        ("SessionEvent.EventType", "CALL_ENDED", 2),
        ("SessionEvent.EventType", "HOLD", 3),
        ("SessionEvent.EventType", "UNHOLD", 4),
        ("SessionEvent.EventType", "CALL_HOLD", 3),
        ("SessionEvent.EventType", "CALL_UNHOLD", 4),
        ("AudioEvent.EventType", "EVENT_TYPE_UNSPECIFIED", 0),
        ("AudioEvent.EventType", "PAUSE", 1),
        ("AudioEvent.EventType", "RESUME", 2),
    ];
}
