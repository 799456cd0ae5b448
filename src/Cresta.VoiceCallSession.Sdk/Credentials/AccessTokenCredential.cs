using System.Diagnostics;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk;

[DebuggerDisplay("{ToString(),nq}")]
internal sealed class AccessTokenCredential(string scheme, string kind, Func<CancellationToken, ValueTask<string>> provider) : CrestaCredential
{
    public override string ToString() => $"{kind} (redacted)";

    internal override async ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        var token = await provider(cancellationToken).ConfigureAwait(false);
        if (!HeaderText.IsFit(token))
        {
            throw new VoiceCallSessionException(
                StatusCode.Unauthenticated,
                $"The provider of the {kind} returned {(string.IsNullOrEmpty(token) ? "nothing" : "text that a header cannot carry")}; make it return the {kind} alone.");
        }

        return $"{scheme} {token}";
    }
}
