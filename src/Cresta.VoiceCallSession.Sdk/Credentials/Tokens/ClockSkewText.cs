using System.Globalization;
namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>A clock that is wrong by much makes good tokens look expired or not yet valid: worth a word wherever one is refused.</summary>
internal static class ClockSkewText
{
    // The header that it is read from knows seconds, and an answer may take some.
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(30);

    /// <summary>Text to put after what happened; empty where the clock is not to blame.</summary>
    /// <param name="skew">How far this machine's clock is ahead; null where that is unknown.</param>
    public static string Suffix(TimeSpan? skew) => skew is { } ahead && ahead.Duration() > Tolerated
        ? string.Create(CultureInfo.InvariantCulture, $"; this machine's clock is {ahead.Duration().TotalSeconds:0} s "
            + $"{(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the token server's")
        : string.Empty;
}
