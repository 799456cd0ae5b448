using System.Security.Authentication;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>Recognises a peer that does not speak HTTP/2, by whichever of its ways to say so.</summary>
internal static class Http2UnsupportedDetector
{
    private const long ProtocolError = 0x1;
    private const long Http11Required = 0xD;

    /// <param name="failure">What kept the answer away.</param>
    /// <param name="clearText">
    /// Whether nothing has settled the version. A peer that breaks off before its first word may have met one that it does not know then;
    /// over TLS, where it has agreed to HTTP/2, it is only in trouble.
    /// </param>
    public static bool IsShownBy(Exception failure, bool clearText)
    {
        foreach (var e in ExceptionChain.Of(failure))
        {
            switch (e)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return true;

                // An HTTP/1.1 answer to HTTP/2's first words is "invalid data" to .NET.
                case HttpProtocolException { ErrorCode: ProtocolError or Http11Required } protocol:
                    return !PingTimeout.Is(protocol);
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } when clearText:
                    return true;
                case AuthenticationException handshake:
                    return NamesApplicationProtocol(handshake);
                default:
                    break;
            }
        }

        return false;
    }

    public static RpcException ToRpcException(Exception failure)
    {
        // The failure itself is no inner exception: what it seems to be, a bad certificate for one, would be taken for the cause.
        var cause = new HttpRequestException(
            HttpRequestError.VersionNegotiationError,
            $"Streams over REST need HTTP/2, because gateways lose messages silently over HTTP/1.1, and the endpoint, or an "
                + $"intermediary, only supports HTTP/1.1 ({failure.GetBaseException().Message})");
        return new RpcException(new Status(StatusCode.Unavailable, cause.Message, cause));
    }

    // A TLS server that lacks the protocol may break the handshake off; no error code of .NET's own tells that from a bad certificate.
    private static bool NamesApplicationProtocol(AuthenticationException failure) =>
        ExceptionChain.Of(failure).Any(static e => e.Message.Contains("application protocol", StringComparison.OrdinalIgnoreCase));
}
