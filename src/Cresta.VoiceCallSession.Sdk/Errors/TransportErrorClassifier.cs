using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>Classifies the failures of transports. It is pure.</summary>
internal static class TransportErrorClassifier
{
    // RFC 9113, section 7.
    private const long EnhanceYourCalm = 0xB;
    private const long ProtocolError = 0x1;
    private const long InadequateSecurity = 0xC;
    private const long Http11Required = 0xD;

    /// <summary>Classifies the failure that a transport threw; the default if it is of another kind.</summary>
    public static TransportError Classify(Exception? cause)
    {
        var result = default(TransportError);
        for (var e = cause; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case IntermediaryResponseException answer:
                    return new TransportError(answer.GrpcStatusCode, answer.HttpRequestError,
                        IntermediaryStatus.IsPermanent(answer.StatusCode!.Value), IsIntermediary: true)
                    {
                        RetryAfter = answer.RetryAfter,
                        HttpStatus = answer.StatusCode,
                    };
                case StreamRefusedException or MissingStatusException:
                    return new TransportError(
                        StatusCode.Unavailable, Error: null, IsPermanent: false, IsIntermediary: false);

                // HttpClient's own time-out while it connects. A wait that we or the caller gave up has no such cause.
                case OperationCanceledException { InnerException: TimeoutException }:
                    return OfRequest(HttpRequestError.ConnectionError);
                case AuthenticationException:
                    return OfRequest(Http2UnsupportedDetector.IsShownBy(e,
                        clearText: false) ? HttpRequestError.VersionNegotiationError : HttpRequestError.SecureConnectionError);
                case SocketException socket:
                    return OfRequest(IsNameError(socket) ? HttpRequestError.NameResolutionError : HttpRequestError.ConnectionError);
                case HttpProtocolException ping when PingTimeout.Is(ping):
                    return new TransportError(StatusCode.Unavailable, Error: null, IsPermanent: false,
                        IsIntermediary: false);
                case HttpProtocolException protocol:
                    return OfProtocol(protocol.ErrorCode);

                // Whatever was going on, the other side, or something in between, closed the connection in the middle of it.
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                case IOException { InnerException: null } when e.GetType() == typeof(IOException):
                    return result with { StatusCode = StatusCode.Unavailable, IsPermanent = false };
                case HttpIOException { HttpRequestError: not HttpRequestError.Unknown } broken when result == default:
                    result = OfRequest(broken.HttpRequestError);
                    break;

                // A connection that broke before HTTP was spoken on it. Types below it are about contents.
                case IOException when result == default && e.GetType() == typeof(IOException):
                    result = new TransportError(
                        StatusCode.Unavailable, Error: null, IsPermanent: false, IsIntermediary: false);
                    break;

                // HttpClient gave up, and nothing says why: so it reports some connections that broke while they were being made.
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.Unknown, StatusCode: null,
                    InnerException: null
                } when result == default && e.GetType() == typeof(HttpRequestException):
                    return new TransportError(StatusCode.Unavailable, Error: null, IsPermanent: false,
                        IsIntermediary: false);
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return OfRequest(HttpRequestError.VersionNegotiationError);
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel:
                    return OfRequest(HttpRequestError.ProxyTunnelError)
                        with
                    { IsPermanent = ProxyRefusal.StatusOf(tunnel) is not { } refusal || IntermediaryStatus.IsPermanent(refusal) };
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http:
                    result = OfRequest(http.HttpRequestError);
                    break;
                default:
                    break;
            }
        }

        return result;
    }

    /// <summary>
    /// A stream or connection that breaks is a fault of the moment, whatever code it breaks with, unless the code says that HTTP/2 will not
    /// do.
    /// </summary>
    private static TransportError OfProtocol(long errorCode) => errorCode switch
    {
        EnhanceYourCalm =>
            new TransportError(StatusCode.ResourceExhausted, Error: null, IsPermanent: false, IsIntermediary: false),
        ProtocolError or InadequateSecurity or Http11Required =>
            new TransportError(
                StatusCode.Unavailable, HttpRequestError.HttpProtocolError, IsPermanent: true, IsIntermediary: false),
        _ => new TransportError(StatusCode.Unavailable, Error: null, IsPermanent: false, IsIntermediary: false),
    };

    private static bool IsNameError(SocketException e) =>
        e.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery;

    private static TransportError OfRequest(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse
            or HttpRequestError.ProxyTunnelError
            or HttpRequestError.HttpProtocolError => new TransportError(
                StatusCode.Unavailable, error, IsPermanent: true, IsIntermediary: false),
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded =>
            new TransportError(StatusCode.Unavailable, error, IsPermanent: false, IsIntermediary: false),
        _ =>
            new TransportError(
            StatusCode: null, error, IsPermanent: error == HttpRequestError.ConfigurationLimitExceeded, IsIntermediary: false),
    };
}
