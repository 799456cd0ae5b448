using System.Buffers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>One request message as a line of JSON.</summary>
internal static class RequestLine
{
    public static void Write(object request, HoldEventNaming holdEventNaming, IBufferWriter<byte> writer)
    {
        switch (request)
        {
            case OutboundMessage { Message: null } audio:
                WriteAudio(audio, writer);
                break;
            case OutboundMessage { Message: { } message }:
                WriteMessage(message, holdEventNaming, writer);
                break;
            case IMessage message:
                WriteMessage(message, holdEventNaming, writer);
                break;
            default:
                throw new NotSupportedException($"A request of type {request.GetType()} is no message that has a JSON form.");
        }

        writer.Write("\n"u8);
    }

    public static void WriteMessage(IMessage message, HoldEventNaming holdEventNaming, IBufferWriter<byte> writer)
    {
        try
        {
            var json = JsonMessages.Formatter.Format(message);
            if (HoldEventName.Of(message, holdEventNaming) is { IsEmpty: false } name)
            {
                HoldEventName.Write(Encoding.UTF8.GetBytes(json), name, writer);
            }
            else
            {
                Encoding.UTF8.GetBytes(json, writer);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // For example half of a surrogate pair, or a time past the year 9999.
            throw new RpcException(
                new Status(StatusCode.InvalidArgument, $"the {message.Descriptor.Name} cannot be written as JSON: {e.Message}", e));
        }
    }

    private static void WriteAudio(OutboundMessage audio, IBufferWriter<byte> writer)
    {
        Span<byte> id = stackalloc byte[OutboundMessage.MaxIdBytes + 2];
        if (audio.CustomId is { } custom)
        {
            id = Encoding.UTF8.GetBytes(JsonMessages.Formatter.Format(new StringValue { Value = custom }));
        }
        else
        {
            var length = audio.FormatId(id[1..]);
            id[0] = (byte)'"';
            id[length + 1] = (byte)'"';
            id = id[..(length + 2)];
        }

        AudioLine.Write(audio.Audio, audio.Track!.JsonParticipant, id, writer);
    }
}
