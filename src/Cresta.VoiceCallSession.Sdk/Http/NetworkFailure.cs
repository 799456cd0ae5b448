using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>What the HTTP client throws, as the exception that gRPC would throw for it.</summary>
internal static class NetworkFailure
{
    /// <summary>A failure before the head of the answer was there.</summary>
    public static RpcException BeforeAnswer(Exception failure, Uri endpoint, EndpointProof proof, CancellationToken cancellation) =>
        failure switch
        {
            RpcException rpc => rpc,
            _ when cancellation.IsCancellationRequested => Cancelled(),
            _ when IsWithoutHttp2(failure, endpoint, proof) => Http2UnsupportedDetector.ToRpcException(failure),
            HttpRequestException or IOException or OperationCanceledException => Unavailable(failure),
            _ => new RpcException(new Status(StatusCode.Internal, failure.Message, failure)),
        };

    /// <summary>A failure while a good answer was read: the rest of it is lost, nothing more is known.</summary>
    public static RpcException WithinAnswer(Exception failure, CancellationToken cancellation) => failure switch
    {
        RpcException rpc => rpc,
        _ when cancellation.IsCancellationRequested => Cancelled(),
        HttpRequestException or IOException or OperationCanceledException => Unavailable(failure),
        _ => new RpcException(new Status(StatusCode.Internal, failure.Message, failure)),
    };

    public static RpcException Cancelled() => new(new Status(StatusCode.Cancelled, "Call canceled by the client."));

    /// <summary>More in one piece than the options allow. Trying again would not make it smaller.</summary>
    public static RpcException TooLarge(int maxBytes)
    {
        var cause = new HttpRequestException(
            HttpRequestError.ConfigurationLimitExceeded,
            $"The endpoint sent more than {maxBytes} bytes in one piece, which is the limit of the option Http.MaxResponseLineBytes");
        return new RpcException(new Status(StatusCode.ResourceExhausted, cause.Message, cause));
    }

    private static bool IsWithoutHttp2(Exception failure, Uri endpoint, EndpointProof proof) =>
        !proof.SpeaksHttp2
        && TransportErrorClassifier.Classify(failure).IsPermanent
        && Http2UnsupportedDetector.IsShownBy(failure, string.Equals(endpoint.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal));

    private static RpcException Unavailable(Exception failure) => new(new Status(StatusCode.Unavailable, failure.Message, failure));
}
