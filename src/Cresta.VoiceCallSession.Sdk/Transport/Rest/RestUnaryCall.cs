using System.Buffers;
using System.Net;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Http;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>One request, one answer, over HTTP/2 or HTTP/1.1.</summary>
internal sealed class RestUnaryCall : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _token;
    private readonly RestSettings _settings;
    private readonly TaskCompletionSource<Metadata> _responseHeaders = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RpcException? _failure;

    public RestUnaryCall(RestSettings settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _token = _cancellation.Token;
    }

    public Task<Metadata> ResponseHeaders => _responseHeaders.Task;

    public Status Status => _failure?.Status ?? Status.DefaultSuccess;

    public Metadata Trailers => _failure?.Trailers ?? [];

    public async Task<TResponse> SendAsync<TResponse>(UnarySender sender, RestRoute route, IMessage request, Metadata? headers)
        where TResponse : class
    {
        var answering = false;
        try
        {
            var (address, message) = route.Resolve(_settings.Endpoint, request);
            var body = new ArrayBufferWriter<byte>();
            RequestLine.WriteMessage(message, _settings.HoldEventNaming, body);
            using var response = await sender.SendAsync(address, body.WrittenMemory, headers, _token).ConfigureAwait(false);
            _responseHeaders.TrySetResult(HttpMetadata.Read(response.Headers));
            if (!HttpFailure.IsSuccess(response))
            {
                throw await HttpFailure.ReadAsync(response, _settings.TimeProvider, _token).ConfigureAwait(false);
            }

            answering = true;
            var (answer, more) = await BoundedBody.ReadAsync(
                response.Content, _settings.MaxResponseLineBytes, _token).ConfigureAwait(false);
            if (answer.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            {
                // The answer has no fields: a gateway may leave it out.
                return (TResponse)route.Method.OutputType.Parser.ParseFrom(ByteString.Empty);
            }

            return more ? throw NetworkFailure.TooLarge(_settings.MaxResponseLineBytes)
                : Parse<TResponse>(route, response.StatusCode, answer);
        }
        catch (Exception e) when (e is not MessageValidationException)
        {
            _responseHeaders.TrySetResult([]);
            _failure = answering
                ? NetworkFailure.WithinAnswer(e, _token) : NetworkFailure.BeforeAnswer(e, _settings.Endpoint, _settings.Proof, _token);
            throw _failure;
        }
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        _cancellation.Dispose();
    }

    private static TResponse Parse<TResponse>(RestRoute route, HttpStatusCode status, ReadOnlyMemory<byte> answer)
        where TResponse : class
    {
        try
        {
            using var json = JsonDocument.Parse(Utf8Text.Sanitize(answer));
            if (new ResponseParser(route.Method.OutputType).Parse(json.RootElement) is TResponse response)
            {
                return response;
            }
        }
        catch (JsonException)
        {
            throw Unreadable(status, answer);
        }

        throw Unreadable(status, answer);
    }

    // An answer of another kind was not given by the service, so whether the request was processed is unknown.
    private static RpcException Unreadable(HttpStatusCode status, ReadOnlyMemory<byte> answer) => new(new Status(
        StatusCode.Internal,
        $"the endpoint answered HTTP {(int)status} with {answer.Length} bytes that are no JSON object, but the service answers with a "
            + $"JSON object; whether it processed the request is unknown"));
}
