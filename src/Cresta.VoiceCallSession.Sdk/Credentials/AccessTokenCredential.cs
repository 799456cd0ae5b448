using System.Diagnostics;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk;

[DebuggerDisplay("{ToString(),nq}")]
internal sealed class AccessTokenCredential(string scheme, string kind, Func<CancellationToken, ValueTask<CrestaAccessToken>> provider) : CrestaCredential
{
    private long _expiresAtTicks;

    internal override DateTimeOffset? ExpiresAt => Interlocked.Read(ref _expiresAtTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public override string ToString() => $"{kind} (redacted)";

    internal override async ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        var given = await provider(cancellationToken).ConfigureAwait(false);
        if (!HeaderText.IsFit(given.Token))
        {
            throw new VoiceCallSessionException(
                StatusCode.Unauthenticated,
                $"The provider of the {kind} returned {(string.IsNullOrEmpty(given.Token) ? "nothing" : "text that a header cannot carry")}; make it return the {kind} alone.");
        }

        Interlocked.Exchange(ref _expiresAtTicks, given.ExpiresAt?.UtcTicks ?? 0);
        return $"{scheme} {given.Token}";
    }
}
