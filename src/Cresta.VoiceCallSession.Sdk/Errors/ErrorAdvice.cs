using System.Net;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>What to do next, for each way to fail.</summary>
internal static class ErrorAdvice
{
    private const string CheckPath =
        "Check that the endpoint is the service's own address, and for a single event the profile, which is part of the path: an id, or"
        + " customers/<customer>/profiles/<profile>.";

    private const string CheckTransport =
        "Check the option Transport, too, and that no proxy or load balancer in between answers for the service or downgrades HTTP/2.";

    public static string For(StatusCode code, TransportError cause)
    {
        if (cause.IsIntermediary)
        {
            return ForIntermediary(cause);
        }

        if (ForPath(code, cause.HttpStatus) is { } advice)
        {
            return advice;
        }

        return cause.Error switch
        {
            HttpRequestError.NameResolutionError => "Check the host name and this machine's DNS.",
            HttpRequestError.ConnectionError => "Check the host, the port and any firewall, and that the service is running.",
            HttpRequestError.SecureConnectionError =>
                "Check that the port supports TLS, that the certificate names this host and that this machine trusts its issuer; retrying "
                + "will not help.",
            HttpRequestError.VersionNegotiationError or HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse =>
                "Check that the endpoint's scheme and port are right and that it supports HTTP/2 there; a proxy that only supports "
                    + "HTTP/1.1 breaks streams.",
            HttpRequestError.ConfigurationLimitExceeded =>
                "Raise the option if the service is meant to send that much; trying again will not help.",
            HttpRequestError.ProxyTunnelError => "Check the HTTP proxy's address and credentials.",
            _ => For(code),
        };
    }

    private static string ForIntermediary(TransportError cause) => (int?)cause.HttpStatus switch
    {
        401 or 403 => "Check the credential, and that no proxy or firewall in between rejects the request.",
        404 => $"HTTP 404 means a wrong path. {CheckPath} {CheckTransport}",
        405 => $"HTTP 405 means a wrong path or method. {CheckPath} {CheckTransport}",
        407 => "Check the HTTP proxy's address and credentials.",
        415 => "The endpoint supports HTTP/2 and rejected the content type: set the option Transport to the other transport, or to Auto.",
        _ when !cause.IsPermanent =>
            "Try again later; if it persists, check the proxy or load balancer that answered, and the service behind it.",
        _ => $"Check that the endpoint is the service's own address. {CheckTransport}",
    };

    // A gateway that knows no such path says so by the HTTP status; the code in its body is UNKNOWN, or made of the status.
    private static string? ForPath(StatusCode code, HttpStatusCode? httpStatus) => (httpStatus, code) switch
    {
        (HttpStatusCode.MethodNotAllowed, StatusCode.Unknown or StatusCode.Unimplemented) =>
            $"HTTP 405 means a wrong path or method. {CheckPath}",
        (HttpStatusCode.NotFound, StatusCode.Unknown) => $"HTTP 404 means a wrong path. {CheckPath}",
        _ => null,
    };

    private static string For(StatusCode code) => code switch
    {
        StatusCode.Unauthenticated => "Check the credential: it must be set, current and of the kind that this endpoint accepts.",
        StatusCode.PermissionDenied => "Check that the credential may use this profile.",
        StatusCode.InvalidArgument or StatusCode.OutOfRange =>
            "Correct the request as the details say; sending it again unchanged will fail again.",
        StatusCode.NotFound => "Check the profile's name and that the endpoint is the right region's.",
        StatusCode.AlreadyExists => "Use a new platform call id: one id may not be used for two calls.",
        StatusCode.FailedPrecondition => "Bring the service into the state that the message requires, then try again.",
        StatusCode.ResourceExhausted => "Wait, then try again with fewer calls at once, or ask for a higher quota.",
        StatusCode.Unimplemented => "Check the service name (option ServiceName) and that the endpoint offers this method.",
        StatusCode.Unavailable or StatusCode.Aborted => "Try again later; if it persists, check the endpoint and the network in between.",
        StatusCode.DeadlineExceeded => "Check the network and the service's load, or allow more time by the client's time-out options.",
        StatusCode.Cancelled =>
            "Open a new session for the next call; if your code did not end this one, the server or an intermediary did.",
        _ => "If it persists, report it to the service's operator with this message.",
    };
}
