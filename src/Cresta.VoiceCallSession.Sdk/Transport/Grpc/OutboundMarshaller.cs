using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>
/// Puts the engine's envelope on the wire. Audio goes from the queue's buffer straight into the transport's, without message objects in
/// between; everything else is a generated message.
/// </summary>
internal static class OutboundMarshaller
{
    public static Marshaller<OutboundMessage> Instance { get; } = new(
        Write,
        static _ => throw new NotSupportedException("Requests are only written here, never read."));

    private static void Write(OutboundMessage outbound, SerializationContext context)
    {
        if (outbound.Message is { } message)
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
        }
        else
        {
            Span<byte> id = stackalloc byte[OutboundMessage.MaxIdBytes];
            var frame = new AudioFrame(outbound.Audio, outbound.Track!.WireParticipant, id[..outbound.FormatId(id)]);
            context.SetPayloadLength(frame.Size);
            frame.WriteTo(context.GetBufferWriter());
        }

        context.Complete();
    }
}
