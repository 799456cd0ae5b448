using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What the HTTP status of an intermediary's response means, the same for both transports.</summary>
internal static class IntermediaryStatus
{
    /// <summary>
    /// Whether the response looks permanent: the address, the method, the credential or the protocol is wrong. All others pass, such as
    /// time-outs, overload and failures of what stands behind the intermediary, the non-standard ones (460, 520 to 530) included.
    /// </summary>
    public static bool IsPermanent(HttpStatusCode status) => (int)status switch
    {
        408 or 421 or 425 or 429 or 460 or 499 => false,
        501 or 505 => true,
        >= 500 and < 600 => false,
        _ => true,
    };

    /// <summary>gRPC's own mapping of HTTP statuses, in which every status that passes is UNAVAILABLE.</summary>
    public static StatusCode ToGrpc(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        _ => IsPermanent(status) ? StatusCode.Unknown : StatusCode.Unavailable,
    };
}
