using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// An HTTP response that is not the service's own: the page of a proxy, a load balancer or a web server. Raised where the response is seen,
/// so that nothing has to be guessed from texts.
/// </summary>
/// <param name="statusCode">The HTTP status.</param>
/// <param name="code">The canonical status that the transport gives to it.</param>
/// <param name="httpVersion">The HTTP version of the response.</param>
/// <param name="retryAfter">The response's <c>Retry-After</c>, or null.</param>
/// <param name="text">What was received.</param>
internal sealed class IntermediaryResponseException(
    HttpStatusCode statusCode, StatusCode code, Version httpVersion, string? retryAfter, string text)
    : HttpRequestException(HttpRequestError.InvalidResponse, text, inner: null, statusCode)
{
    /// <summary>The canonical status that stands for the response.</summary>
    public StatusCode GrpcStatusCode { get; } = code;

    public Version HttpVersion { get; } = httpVersion;

    public string? RetryAfter { get; } = retryAfter;

    /// <summary>A response to gRPC whose status or content type is not gRPC's.</summary>
    public static IntermediaryResponseException NotGrpc(
        HttpStatusCode statusCode, string? contentType, Version httpVersion, string? retryAfter) => new(
        statusCode,
        IntermediaryStatus.ToGrpc(statusCode),
        httpVersion,
        retryAfter,
        $"The endpoint answered HTTP {(int)statusCode} with content type \"{contentType ?? "none"}\", which is not gRPC.");
}
