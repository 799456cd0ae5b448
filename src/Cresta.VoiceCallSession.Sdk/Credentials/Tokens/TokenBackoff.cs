using System.Security.Cryptography;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>
/// Keeps from asking again what has been answered: a secret that was refused, and an endpoint that wants to be left alone for a while. Not
/// thread-safe: tokens are fetched one after the other.
/// </summary>
internal sealed class TokenBackoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(10);

    // An endpoint that asks for a week is not believed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private byte[]? _refusedSecret;
    private TimeSpan _backOff;
    private VoiceCallSessionException? _reason;
    private long _since;
    private TimeSpan _duration;

    /// <summary>The endpoint asked to wait, and the wait is not over.</summary>
    public void ThrowIfDelayed()
    {
        if (_refusedSecret is null)
        {
            ThrowIfHeld("No request is sent for another");
        }
    }

    /// <summary>This very secret was refused, and the back-off is not over.</summary>
    public void ThrowIfRefused(string secret)
    {
        if (_refusedSecret is not null && CryptographicOperations.FixedTimeEquals(_refusedSecret, Digest(secret)))
        {
            ThrowIfHeld("The same secret is not tried again for another");
        }
    }

    public void SecretRefused(string secret, VoiceCallSessionException reason)
    {
        var digest = Digest(secret);
        var again = _refusedSecret is not null && CryptographicOperations.FixedTimeEquals(_refusedSecret, digest);
        _backOff = again && _backOff * 2 is var longer ? (longer < LongestBackOff ? longer : LongestBackOff) : FirstBackOff;
        _refusedSecret = digest;
        Hold(reason, _backOff);
    }

    public void Delay(VoiceCallSessionException reason, TimeSpan wait)
    {
        _refusedSecret = null;
        Hold(reason, wait < LongestWait ? wait : LongestWait);
    }

    public void Release()
    {
        _refusedSecret = null;
        _reason = null;
    }

    // Kept instead of the secret: it serves to tell whether the secret has changed, and for nothing else.
    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private void Hold(VoiceCallSessionException reason, TimeSpan duration)
    {
        _reason = reason;
        _since = timeProvider.GetTimestamp();
        _duration = duration;
    }

    private void ThrowIfHeld(string explanation)
    {
        if (_reason is { } reason && _duration - timeProvider.GetElapsedTime(_since) is { Ticks: > 0 } left)
        {
            throw new VoiceCallSessionException(
                reason.StatusCode, FormattableString.Invariant(
                    $"{reason.Message} {explanation} {Math.Ceiling(left.TotalSeconds)} s."), reason)
            {
                Status = reason.Status,
                IsTransient = reason.IsTransient,
                RetryAfter = reason.RetryAfter is null ? null : left,
                Attempts = reason.Attempts,
                Endpoint = reason.Endpoint,
                Elapsed = reason.Elapsed,
            };
        }
    }
}
