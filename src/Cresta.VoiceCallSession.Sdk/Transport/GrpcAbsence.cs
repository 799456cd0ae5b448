using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport;

/// <summary>Tells a failure that shows that the endpoint does not speak gRPC from one that an endpoint which does may have.</summary>
internal static class GrpcAbsence
{
    /// <summary>What shows it, in words, or null.</summary>
    /// <param name="failure">What the first transport met.</param>
    /// <param name="clearText">Whether the endpoint is plain http, where no handshake settles the HTTP version.</param>
    /// <param name="heardNoHttp2">Whether what was heard of it is not HTTP/2, whatever became of that on its way up.</param>
    public static string? ReasonIn(Exception failure, bool clearText, bool heardNoHttp2 = false)
    {
        for (var e = failure is RpcException rpc ? rpc.Status.DebugException : failure; e is not null; e = e.InnerException)
        {
            if (e is NotGrpcResponseException answer)
            {
                return IsTelling(answer) ? answer.Message.TrimEnd('.') : null;
            }
        }

        if (Http2Refusal.IsShownBy(failure, clearText) || (heardNoHttp2 && failure is RpcException { StatusCode: StatusCode.Unavailable }))
        {
            return "it only speaks HTTP/1.1";
        }

        return failure is RpcException { StatusCode: StatusCode.Unimplemented } unimplemented
            ? $"it answered UNIMPLEMENTED, {unimplemented.Status.Detail}"
            : null;
    }

    // A proxy may refuse, throttle or fail in its own words in front of a service that does speak gRPC.
    private static bool IsTelling(NotGrpcResponseException answer) => answer.HttpVersion < HttpVersion.Version20 || (int)answer.StatusCode! switch
    {
        >= 300 and < 400 or 401 or 403 or 407 or 408 or 429 => false,
        >= 500 and not (501 or 505) => false,
        _ => true,
    };
}
