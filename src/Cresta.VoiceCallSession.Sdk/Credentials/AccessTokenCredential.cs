using System.Diagnostics;
using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Credentials;

/// <summary>Tokens from the application's own source, which caches them.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class AccessTokenCredential(
    Func<CancellationToken, ValueTask<CrestaAccessToken>> provider, TimeSpan timeout, TimeProvider timeProvider)
    : CrestaCredential
{
    /// <summary>How long a provider may take: as long as a request may, by default.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private const string Kind = "access token";

    // A nullable time is too wide to be written in one go; 0 stands for none.
    private long _expiresAtTicks;

    internal override DateTimeOffset? ExpiresAt =>
        Interlocked.Read(ref _expiresAtTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public override string ToString() => $"{Kind} (redacted)";

    internal override async ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        var given = await ProviderInvoker.CallAsync(Kind, provider, timeout, timeProvider, cancellationToken).ConfigureAwait(false);
        if (!HeaderText.IsFit(given.Token))
        {
            throw new VoiceCallSessionException(
                StatusCode.Unauthenticated,
                $"The provider of the {Kind} returned "
                    + $"{(string.IsNullOrEmpty(given.Token) ? "nothing" : "text that a header cannot carry")}; make it return the "
                    + $"{Kind} alone.");
        }

        Interlocked.Exchange(ref _expiresAtTicks, given.ExpiresAt?.UtcTicks ?? 0);
        return $"Bearer {given.Token}";
    }
}
