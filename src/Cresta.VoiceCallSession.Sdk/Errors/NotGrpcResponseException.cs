using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>Whatever answered does not speak gRPC. Raised where the answer is seen, so that nothing has to be guessed from texts.</summary>
internal sealed class NotGrpcResponseException(HttpStatusCode statusCode, string? contentType, Version httpVersion, string? retryAfter)
    : HttpRequestException(
        HttpRequestError.InvalidResponse,
        $"The endpoint answered HTTP {(int)statusCode} with content type \"{contentType ?? "none"}\", which is not gRPC.",
        inner: null,
        statusCode)
{
    /// <summary>The HTTP version that the answer came in.</summary>
    public Version HttpVersion { get; } = httpVersion;

    /// <summary>The answer's <c>Retry-After</c>, or null.</summary>
    public string? RetryAfter { get; } = retryAfter;

    /// <summary>The status that gRPC's own HTTP mapping gives to this answer.</summary>
    public StatusCode GrpcStatusCode => StatusCode switch
    {
        HttpStatusCode.BadRequest => Grpc.Core.StatusCode.Internal,
        HttpStatusCode.Unauthorized => Grpc.Core.StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => Grpc.Core.StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => Grpc.Core.StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            Grpc.Core.StatusCode.Unavailable,
        _ => Grpc.Core.StatusCode.Unknown,
    };
}
