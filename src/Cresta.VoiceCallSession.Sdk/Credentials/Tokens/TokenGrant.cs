using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>A token and how long it serves. Immutable.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class TokenGrant
{
    // As Cresta's public clients have it: not used in the last five minutes of its life, or in its last half when that is shorter.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // A token that does not say how long it lives is asked for anew as often as one of this life would be.
    private static readonly TimeSpan AssumedLife = TimeSpan.FromMinutes(10);

    // Longer lives are as good as this one, and times far off overflow.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(365);

    private const double RefreshShare = 0.8;

    /// <summary>Makes the grant.</summary>
    /// <param name="token">The token alone.</param>
    /// <param name="askedAt">When it was asked for: its life is counted from then, which errs on the safe side.</param>
    /// <param name="lifeSeconds">The life that its issuer gave it, in seconds; null where it did not say.</param>
    public TokenGrant(string token, DateTimeOffset askedAt, double? lifeSeconds)
    {
        Authorization = $"Bearer {token}";
        var life = lifeSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestLife.TotalSeconds)) : AssumedLife;
        var usable = life - (life / 2 < Margin ? life / 2 : Margin);
        IsCacheable = life > TimeSpan.Zero;
        RefreshFrom = askedAt + (usable * RefreshShare);
        UsableUntil = askedAt + usable;
        ExpiresAt = IsCacheable && lifeSeconds is not null ? askedAt + life : null;
    }

    /// <summary>The value of the <c>authorization</c> header.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Authorization { get; }

    /// <summary>Whether it may serve more than those who asked for it.</summary>
    public bool IsCacheable { get; }

    /// <summary>From when on a successor is fetched in the background.</summary>
    public DateTimeOffset RefreshFrom { get; }

    /// <summary>From when on a successor is waited for.</summary>
    public DateTimeOffset UsableUntil { get; }

    /// <summary>When its issuer says that it expires; null where that is unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    public override string ToString() => FormattableString.Invariant($"token (redacted), usable until {UsableUntil:O}");
}
