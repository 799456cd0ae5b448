using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>What to do next where no token could be had.</summary>
internal static class TokenAdvice
{
    public static string For(StatusCode code, TransportError cause) => cause.Error switch
    {
        HttpRequestError.NameResolutionError =>
            "Check the token endpoint's host name (option AuthEndpoint, or the region) and this machine's DNS.",
        HttpRequestError.ConnectionError => "Check the token endpoint's host and port, and any firewall or proxy on the way to it.",
        HttpRequestError.SecureConnectionError =>
            "Check that the token endpoint's port supports TLS, that its certificate names this host and that this machine trusts its "
                + "issuer; retrying will not help.",
        HttpRequestError.ProxyTunnelError => "Check the HTTP proxy's address and credentials.",
        null => For(code),
        _ => "Check that AuthEndpoint's scheme, host and port are right, and which server answers there.",
    };

    private static string For(StatusCode code) => code switch
    {
        StatusCode.Unauthenticated =>
            "Check the client id and its secret, and that both belong to this region. The same secret is not tried again at once; a "
            + "changed one is.",
        StatusCode.ResourceExhausted => "Share one credential among all clients of the process, and wait as long as the endpoint requests.",
        StatusCode.DeadlineExceeded => "Check the network and the token endpoint's load, or allow more time by Timeout and AttemptTimeout.",
        StatusCode.FailedPrecondition or StatusCode.Internal =>
            "Check that AuthEndpoint is the token endpoint's address, and that no proxy or sign-in page answers for it.",
        _ => "Try again later; if it persists, check the token endpoint and the network in between.",
    };
}
