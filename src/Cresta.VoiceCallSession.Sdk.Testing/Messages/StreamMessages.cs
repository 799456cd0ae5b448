using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Testing.Messages;

/// <summary>Both streaming methods' messages, to and from the one shape that the conversation speaks.</summary>
internal static class StreamMessages
{
    public static ReceivedMessage Read(StreamCallSessionRequest request, int number) => request.RequestCase switch
    {
        StreamCallSessionRequest.RequestOneofCase.StreamingConfig =>
            new(number, ReceivedMessageKind.Configuration, request.StreamingConfig, request.SequenceId),
        StreamCallSessionRequest.RequestOneofCase.AudioContent =>
            new(number, ReceivedMessageKind.Audio, request.AudioContent, request.SequenceId),
        StreamCallSessionRequest.RequestOneofCase.SessionEvent =>
            new(number, ReceivedMessageKind.SessionEvent, request.SessionEvent, request.SequenceId),
        _ => new(number, ReceivedMessageKind.Nothing, null, request.SequenceId),
    };

    public static ReceivedMessage Read(StreamCallSessionAudioRequest request, int number) => request.RequestCase switch
    {
        StreamCallSessionAudioRequest.RequestOneofCase.StreamingConfig =>
            new(number, ReceivedMessageKind.Configuration, request.StreamingConfig, request.SequenceId),
        StreamCallSessionAudioRequest.RequestOneofCase.AudioContent =>
            new(number, ReceivedMessageKind.Audio, request.AudioContent, request.SequenceId),
        StreamCallSessionAudioRequest.RequestOneofCase.AudioEvent =>
            new(number, ReceivedMessageKind.AudioEvent, request.AudioEvent, request.SequenceId),
        _ => new(number, ReceivedMessageKind.Nothing, null, request.SequenceId),
    };

    public static StreamCallSessionResponse ToResponse(Answer answer) =>
        new() { SessionStatus = answer.Status, SequenceId = answer.SequenceId, ConversationName = answer.ConversationName };

    public static StreamCallSessionAudioResponse ToAudioResponse(Answer answer) =>
        new() { SessionStatus = answer.Status, SequenceId = answer.SequenceId, ConversationName = answer.ConversationName };
}
