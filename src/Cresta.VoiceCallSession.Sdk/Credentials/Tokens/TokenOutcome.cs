namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>What came of fetching a token: a value rather than a thrown exception, because nobody may be waiting for it.</summary>
/// <param name="Grant">The token, or null.</param>
/// <param name="Failure">Why there is none, or null.</param>
internal sealed record TokenOutcome(TokenGrant? Grant, VoiceCallSessionException? Failure)
{
    public override string ToString() => Grant?.ToString() ?? Failure?.StatusCode.ToString() ?? "nothing";
}
