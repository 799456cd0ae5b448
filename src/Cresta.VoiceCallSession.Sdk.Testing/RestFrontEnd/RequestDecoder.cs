using System.IO.Pipelines;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Reads the messages of a REST body as strictly as a gateway does. One reader at a time.</summary>
internal sealed class RequestDecoder<T>(PipeReader body)
    where T : class, IMessage<T>, new()
{
    private const int LargestMessage = 4 * 1024 * 1024;

    private static readonly MessageDescriptor Descriptor = new T().Descriptor;
    private static readonly JsonParser Parser = new(
        new JsonParser.Settings(GatewayJsonReader.MaxDepth).WithIgnoreUnknownFields(ignoreUnknownFields: true));

    private readonly GatewayJsonReader _values = new(body);

    /// <summary>The next message; null at the body's end.</summary>
    /// <exception cref="UndecodableMessageException">The gateway cannot decode it.</exception>
    /// <exception cref="RpcException">The gateway cannot send it on, or the service does not take it.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        using var value = await _values.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (value is null)
        {
            return null;
        }

        var message = Decode(value.RootElement);
        return message.CalculateSize() is var size and > LargestMessage
            ? throw new RpcException(
                new Status(StatusCode.ResourceExhausted, $"grpc: received message larger than max ({size} vs. {LargestMessage})"))
            : message;
    }

    private static T Decode(JsonElement value)
    {
        try
        {
            var hasRivals = StrictJson.Check(value, Descriptor);
            return Parser.Parse<T>(hasRivals ? OneofChoice.Make(value, Descriptor) : value.GetRawText());
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            // The last is text that is no UTF-8.
            throw new UndecodableMessageException(exception.Message, exception);
        }
    }
}
