using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>Either streaming method over REST, with failures as gRPC's client would show them, so that one test serves both.</summary>
internal sealed class RawRestStream(RestClient client, CallMethod method, CallOptions options) : RawStream
{
    private readonly RestExchange _exchange = client.Open(
        method == CallMethod.StreamCallSession ? RestClient.Sessions : RestClient.Audio, options);

    public override Task HalfCloseAsync()
    {
        _exchange.Complete();
        return Task.CompletedTask;
    }

    public override async Task<RawAnswer?> ReadAsync()
    {
        if (!_exchange.HasWritten)
        {
            // A gateway says nothing, not even no, before the first message or the end.
            _exchange.Complete();
        }

        try
        {
            return await _exchange.ReadLineAsync() is { Length: > 0 } line ? ToAnswer(line) : null;
        }
        catch (OperationCanceledException exception)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, exception.Message, exception));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new RpcException(new Grpc.Core.Status(CodeOf(exception), exception.Message, exception));
        }
    }

    public override void Dispose() => _exchange.Dispose();

    protected override Task WriteAsync(IMessage? content, string sequenceId)
    {
        IMessage message = method == CallMethod.StreamCallSession
            ? new StreamCallSessionRequest { SequenceId = sequenceId }
            : new StreamCallSessionAudioRequest { SequenceId = sequenceId };
        if (content is not null)
        {
            message.Descriptor.Oneofs[0].Fields.Single(
                field => field.MessageType == content.Descriptor).Accessor.SetValue(message, content);
        }

        return _exchange.WriteAsync(JsonFormatter.Default.Format(message) + "\n");
    }

    private static RawAnswer ToAnswer(string line)
    {
        using var document = JsonDocument.Parse(line);
        if (!document.RootElement.TryGetProperty("result", out var result))
        {
            throw RestErrors.Parse(line).ToRpcException();
        }

        // Details of an answer's status are resolved like those of an error.
        var status = RestErrors.Parse(result.GetProperty("sessionStatus").GetRawText());
        return new RawAnswer(
            result.GetProperty("sequenceId").GetString()!, (StatusCode)status.Code, result.GetProperty("conversationName").GetString()!,
                status);
    }

    private static StatusCode CodeOf(Exception exception) =>
        (exception as HttpProtocolException ?? exception.InnerException as HttpProtocolException)?.ErrorCode switch
        {
            (long)Http2ErrorCode.InternalError => StatusCode.Internal,
            (long)Http2ErrorCode.Cancel => StatusCode.Cancelled,
            (long)Http2ErrorCode.EnhanceYourCalm => StatusCode.ResourceExhausted,
            _ => StatusCode.Unavailable,
        };
}
