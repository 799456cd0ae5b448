using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Cresta.VoiceCallSession.Sdk.Testing.Rest;

/// <summary>The HTTP status that a gateway gives a gRPC code.</summary>
internal static class HttpStatusOf
{
    public static int Code(StatusCode code, RestStyle style) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.Cancelled when style == RestStyle.V1 => StatusCodes.Status408RequestTimeout,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.FailedPrecondition when style == RestStyle.V1 => StatusCodes.Status412PreconditionFailed,
        StatusCode.FailedPrecondition => StatusCodes.Status400BadRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status500InternalServerError,
    };
}
