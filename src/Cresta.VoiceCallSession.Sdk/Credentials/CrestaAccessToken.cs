using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A bearer token and when it expires, as
/// <see cref="CrestaCredential.FromAccessToken(Func{CancellationToken, ValueTask{CrestaAccessToken}})"/> takes it. <see cref="ToString"/>
/// never shows the token.
/// </summary>
/// <param name="Token">The token alone, without a scheme such as <c>Bearer</c>.</param>
/// <param name="ExpiresAt">When the service stops taking it; null where that is unknown.</param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct CrestaAccessToken(
    [property: DebuggerBrowsable(DebuggerBrowsableState.Never)] string Token,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>Says when the token expires, and nothing of the token itself.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"access token (redacted), {(ExpiresAt is { } at ? $"expires {at:O}" : "expiry unknown")}");
}
