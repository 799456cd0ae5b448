using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>
/// A gateway's mapping of statuses to HTTP, read backwards, for answers that name no code of their own. Where several codes share an HTTP
/// status, it is the lowest of them.
/// </summary>
internal static class HttpStatusMapping
{
    /// <summary>Whether a proxy or gateway says by it that it does not reach what it stands for.</summary>
    public static bool IsGatewayFailure(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>
    /// Whether a proxy may refuse, throttle or fail with it in its own words, so that it tells nothing of the service behind.
    /// </summary>
    public static bool MayBeProxys(HttpStatusCode status) =>
        (int)status is (>= 300 and < 400) or 401 or 403 or 407 or 408 or 429 or (>= 500 and not (501 or 505));

    public static StatusCode ToGrpc(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.NotFound,
        405 or 501 => StatusCode.Unimplemented,
        499 => StatusCode.Cancelled,
        409 => StatusCode.AlreadyExists,
        412 => StatusCode.FailedPrecondition,
        429 => StatusCode.ResourceExhausted,

        // A proxy's own: what is behind it cannot be reached, or something took too long. A gateway that makes 408 of CANCELLED says so
        // in its body.
        502 or 503 => StatusCode.Unavailable,
        408 or 504 => StatusCode.DeadlineExceeded,
        _ => StatusCode.Unknown,
    };
}
