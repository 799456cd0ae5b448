using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Context;

/// <summary>
/// Decides whether one attempt is made once more at once: over the transport that replaces the one it used, or once with another token if
/// the server rejected the first. Neither costs an attempt. Not thread-safe.
/// </summary>
internal sealed class AuthorizedCall(ClientServices services)
{
    private bool _refreshed;

    /// <summary>Decides what follows a failure.</summary>
    /// <param name="failure">What the transport threw.</param>
    /// <param name="invoker">The transport; null if the call was not begun.</param>
    /// <param name="authorization">The value of the <c>authorization</c> header, or null.</param>
    /// <param name="operation">The operation, for the message of the error.</param>
    /// <param name="translated">The translated failure, unless the transport is switched.</param>
    public AuthorizedCallAction OnFailed(
        Exception failure, CallInvoker? invoker, string? authorization, OperationContext operation,
            out VoiceCallSessionException? translated)
    {
        translated = null;
        if (invoker is not null && services.Transport.TrySwitch(invoker, failure))
        {
            return AuthorizedCallAction.RepeatOverOtherTransport;
        }

        translated = services.Translate(failure, operation);
        var isRejected = translated is { StatusCode: StatusCode.Unauthenticated, Origin: not FailureOrigin.Credential };
        if (!isRejected || _refreshed || !services.TryRefresh(authorization))
        {
            return AuthorizedCallAction.Fail;
        }

        _refreshed = true;
        return AuthorizedCallAction.RepeatWithNewToken;
    }
}
