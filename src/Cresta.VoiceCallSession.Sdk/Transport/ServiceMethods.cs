using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Transport.Grpc;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>The service's methods, named by the descriptors under a service name that may be overridden.</summary>
internal sealed class ServiceMethods(string serviceName)
{
    public Method<OutboundMessage, StreamCallSessionResponse> StreamCallSession { get; } =
        Duplex<StreamCallSessionResponse>(serviceName, "StreamCallSession");

    public Method<OutboundMessage, StreamCallSessionAudioResponse> StreamCallSessionAudio { get; } =
        Duplex<StreamCallSessionAudioResponse>(serviceName, "StreamCallSessionAudio");

    public Method<ProcessSessionEventRequest, ProcessSessionEventResponse> ProcessSessionEvent { get; } =
        new(MethodType.Unary, serviceName, NameOf("ProcessSessionEvent"), MessageMarshaller<ProcessSessionEventRequest>(),
            MessageMarshaller<ProcessSessionEventResponse>());

    private static Method<OutboundMessage, TResponse> Duplex<TResponse>(string serviceName, string name)
        where TResponse : class, IMessage<TResponse>, new() =>
        new(MethodType.DuplexStreaming, serviceName, NameOf(name), OutboundMarshaller.Instance, MessageMarshaller<TResponse>());

    // A method that a swapped-in proto file no longer has is found out when the first client is made, not in the middle of a call.
    private static string NameOf(string name) =>
        VoiceCallSessionService.Descriptor.FindMethodByName(name)?.Name
        ?? throw new InvalidOperationException($"The proto file has no method {name}; see protos/README.md on swapping it.");

    private static Marshaller<T> MessageMarshaller<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(static () => new T());
        return new Marshaller<T>(
            static (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }
}
