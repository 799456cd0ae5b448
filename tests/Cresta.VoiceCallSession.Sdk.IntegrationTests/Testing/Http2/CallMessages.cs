using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Requests and answers of a call as bytes, made without the SDK.</summary>
internal static class CallMessages
{
    public static string Path(CallTransport transport) => transport == CallTransport.Grpc
        ? "/cresta.v1.voicecallsession.VoiceCallSessionService/StreamCallSession"
        : "/v1/voicecallsession/streamCallSession";

    public static string ContentType(CallTransport transport) => transport == CallTransport.Grpc ? "application/grpc" : "application/json";

    public static byte[] Audio(CallTransport transport, int sequenceId, int bytes = 8) => Encode(transport, new StreamCallSessionRequest
    {
        AudioContent = RawMessages.AudioOf(RawMessages.Agent, new byte[bytes]),
        SequenceId = $"{sequenceId}",
    });

    public static byte[] Encode(CallTransport transport, IMessage message) => transport == CallTransport.Grpc
        ? GrpcFraming.Frame(message.ToByteArray(), compress: false)
        : Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message) + "\n");

    /// <summary>The sequence ids of whole answers.</summary>
    public static string[] AnsweredIds(CallTransport transport, byte[] body)
    {
        IMessageFraming framing = transport == CallTransport.Grpc ? new GrpcFraming(GrpcFraming.Gzip) : new LineFraming();
        framing.Append(body);
        var ids = new List<string>();
        while (framing.TryRead(out var answer))
        {
            ids.Add(transport == CallTransport.Grpc
                ? StreamCallSessionResponse.Parser.ParseFrom(answer.Span).SequenceId
                : System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("result").GetProperty("sequenceId").GetString()!);
        }

        return [.. ids];
    }
}
