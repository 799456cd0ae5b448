using System.Net;
using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Http;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>Tells a failure that shows that the endpoint does not speak gRPC from one that an endpoint which does may have.</summary>
internal static class GrpcSupportDetector
{
    /// <summary>What shows it, in words, or null.</summary>
    /// <param name="failure">What the first transport met.</param>
    /// <param name="clearText">Whether the endpoint is plain http, where no handshake settles the HTTP version.</param>
    public static string? ReasonIn(Exception failure, bool clearText)
    {
        if (ExceptionChain.Of(failure).OfType<IntermediaryResponseException>().FirstOrDefault() is { } answer)
        {
            return IsTelling(answer) ? answer.Message.TrimEnd('.') : null;
        }

        if (Http2UnsupportedDetector.IsShownBy(failure, clearText))
        {
            return "it only supports HTTP/1.1";
        }

        return failure is RpcException { StatusCode: StatusCode.Unimplemented } unimplemented
            ? $"it answered UNIMPLEMENTED, {unimplemented.Status.Detail}"
            : null;
    }

    private static bool IsTelling(IntermediaryResponseException answer) =>
        answer.HttpVersion < HttpVersion.Version20 || !HttpStatusMapping.MayBeProxys(answer.StatusCode!.Value);
}
