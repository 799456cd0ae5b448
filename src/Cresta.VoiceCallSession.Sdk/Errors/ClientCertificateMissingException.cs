using System.Security.Authentication;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>A server requested a client certificate, got none and closed the connection before HTTP/2 began.</summary>
internal sealed class ClientCertificateMissingException(Exception? cause) : AuthenticationException(
    "The server requested a client certificate, none is configured, and it closed the connection. Add one to "
        + "SslOptions.ClientCertificates by Http.ConfigureHandler.", cause);
