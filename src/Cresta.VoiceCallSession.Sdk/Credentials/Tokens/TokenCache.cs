namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>The token at hand, and when to look for the next one. Not thread-safe.</summary>
internal sealed class TokenCache(TimeProvider timeProvider)
{
    // While there is a token that still serves, an endpoint that is down or slow is not asked at each request.
    private static readonly TimeSpan RenewalBackOff = TimeSpan.FromSeconds(30);

    private DateTimeOffset _noRenewalBefore;

    public TokenGrant? Grant { get; private set; }

    /// <summary>The token to use without waiting for another; null where another is to be waited for.</summary>
    public TokenGrant? Usable => Now < Grant?.UsableUntil || Now < _noRenewalBefore ? LastResort : null;

    /// <summary>Better a token in its last minutes than none.</summary>
    public TokenGrant? LastResort => Now < Grant?.UsableUntil || Now < Grant?.ExpiresAt ? Grant : null;

    /// <summary>Whether a successor is to be fetched while the token still serves.</summary>
    public bool WantsRenewal => Now >= Grant?.RefreshFrom && Now >= _noRenewalBefore;

    private DateTimeOffset Now => timeProvider.GetUtcNow();

    public void Store(TokenGrant grant)
    {
        Grant = grant.IsCacheable ? grant : null;
        _noRenewalBefore = default;
    }

    public void RenewalFailed() => _noRenewalBefore = Now + RenewalBackOff;

    public void Drop(string authorization)
    {
        if (Grant is { } grant && grant.Authorization.Equals(authorization, StringComparison.Ordinal))
        {
            Grant = null;
        }
    }

    public void Clear() => Grant = null;
}
