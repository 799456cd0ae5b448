using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What below the service's own statuses made a request fail, read from types and codes, not from texts where there is another way.</summary>
/// <param name="StatusCode">The status that the cause stands for, where it is not the one that the transport reported.</param>
/// <param name="Error">The kind of network error, where there was one.</param>
/// <param name="IsHopeless">Whether it stays broken however often it is tried: a certificate, a protocol, a proxy that refuses.</param>
/// <param name="IsNotGrpc">Whether something answered that does not speak gRPC.</param>
internal readonly record struct NetworkCause(StatusCode? StatusCode, HttpRequestError? Error, bool IsHopeless, bool IsNotGrpc)
{
    /// <summary>How long an answer that is not gRPC asks to wait, as its header has it, or null.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The HTTP status under which a REST request was refused, whatever its body says, or null.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    // RFC 9113, section 7.
    private const long EnhanceYourCalm = 0xB;
    private const long ProtocolError = 0x1;
    private const long InadequateSecurity = 0xC;
    private const long Http11Required = 0xD;

    public static NetworkCause Of(Exception? cause)
    {
        var result = default(NetworkCause);
        for (var e = cause; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case NotGrpcResponseException notGrpc:
                    return new NetworkCause(
                        notGrpc.GrpcStatusCode, notGrpc.HttpRequestError, notGrpc.GrpcStatusCode != Grpc.Core.StatusCode.Unavailable, IsNotGrpc: true)
                    {
                        RetryAfter = notGrpc.RetryAfter,
                    };
                case StreamRefusedException:
                    return new NetworkCause(Grpc.Core.StatusCode.Unavailable, Error: null, IsHopeless: false, IsNotGrpc: false);

                // HttpClient's own time-out while it connects. A wait that we or the caller gave up has no such cause.
                case OperationCanceledException { InnerException: TimeoutException }:
                    return OfRequest(HttpRequestError.ConnectionError);
                case AuthenticationException:
                    return OfRequest(Http2Refusal.IsShownBy(e, clearText: false) ? HttpRequestError.VersionNegotiationError : HttpRequestError.SecureConnectionError);
                case SocketException socket:
                    return OfRequest(IsNameError(socket) ? HttpRequestError.NameResolutionError : HttpRequestError.ConnectionError);
                case HttpProtocolException ping when UnansweredPing.Is(ping):
                    return new NetworkCause(Grpc.Core.StatusCode.Unavailable, Error: null, IsHopeless: false, IsNotGrpc: false);
                case HttpProtocolException protocol:
                    return OfProtocol(protocol.ErrorCode);

                // Whatever was going on, the other side, or something in between, closed the connection in the middle of it.
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                case IOException { InnerException: null } when e.GetType() == typeof(IOException):
                    return result with { StatusCode = Grpc.Core.StatusCode.Unavailable, IsHopeless = false };
                case HttpIOException { HttpRequestError: not HttpRequestError.Unknown } broken when result == default:
                    result = OfRequest(broken.HttpRequestError);
                    break;

                // A connection that broke before HTTP was spoken on it. Types below it are about contents.
                case IOException when result == default && e.GetType() == typeof(IOException):
                    result = new NetworkCause(Grpc.Core.StatusCode.Unavailable, Error: null, IsHopeless: false, IsNotGrpc: false);
                    break;

                // HttpClient gave up, and nothing says why: so it reports some connections that broke while they were being made.
                case HttpRequestException { HttpRequestError: HttpRequestError.Unknown, StatusCode: null, InnerException: null } when result == default && e.GetType() == typeof(HttpRequestException):
                    return new NetworkCause(Grpc.Core.StatusCode.Unavailable, Error: null, IsHopeless: false, IsNotGrpc: false);
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return OfRequest(HttpRequestError.VersionNegotiationError);
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http:
                    result = OfRequest(http.HttpRequestError);
                    break;
                default:
                    break;
            }
        }

        return result;
    }

    /// <summary>A stream or connection that breaks is a fault of the moment, whatever code it breaks with, unless the code says that HTTP/2 will not do.</summary>
    private static NetworkCause OfProtocol(long errorCode) => errorCode switch
    {
        EnhanceYourCalm => new NetworkCause(Grpc.Core.StatusCode.ResourceExhausted, Error: null, IsHopeless: false, IsNotGrpc: false),
        ProtocolError or InadequateSecurity or Http11Required =>
            new NetworkCause(Grpc.Core.StatusCode.Unavailable, HttpRequestError.HttpProtocolError, IsHopeless: true, IsNotGrpc: false),
        _ => new NetworkCause(Grpc.Core.StatusCode.Unavailable, Error: null, IsHopeless: false, IsNotGrpc: false),
    };

    private static bool IsNameError(SocketException e) =>
        e.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;

    private static NetworkCause OfRequest(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse or HttpRequestError.ProxyTunnelError
            or HttpRequestError.HttpProtocolError => new NetworkCause(Grpc.Core.StatusCode.Unavailable, error, IsHopeless: true, IsNotGrpc: false),
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded =>
            new NetworkCause(Grpc.Core.StatusCode.Unavailable, error, IsHopeless: false, IsNotGrpc: false),
        _ => new NetworkCause(StatusCode: null, error, IsHopeless: error == HttpRequestError.ConfigurationLimitExceeded, IsNotGrpc: false),
    };
}
