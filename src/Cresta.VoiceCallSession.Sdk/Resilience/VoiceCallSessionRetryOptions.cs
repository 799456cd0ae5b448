using Cresta.VoiceCallSession.Sdk.Errors;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// How unary requests and the opening of a stream are retried. Mutable while being configured; a client copies it when it is made.
/// </summary>
public sealed class VoiceCallSessionRetryOptions
{
    /// <summary>How often a failed attempt is followed by another.</summary>
    /// <value>0 to 100; 3 by default; 0 turns retrying off.</value>
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>The wait before the first retry. It doubles with each further one, with jitter.</summary>
    /// <value>More than 0, at most 1 day; 100 ms by default.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait of our own choosing. A wait that the server asks for is not cut by it.</summary>
    /// <value>At least <see cref="BaseDelay"/>, at most 1 day; 5 s by default.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The one classification of failures: true for those that may pass. It decides about retries and about
    /// <see cref="VoiceCallSessionException.IsTransient"/>. It is called from any thread and must neither block nor throw. It is not
    /// called for permanent failures (a TLS failure, an endpoint without the protocol, a server's explicit "do not retry").
    /// </summary>
    /// <value><see cref="IsTransient"/> by default.</value>
    public Func<VoiceCallSessionException, bool> ShouldRetry { get; set; } = IsTransient;

    /// <summary>
    /// The default of <see cref="ShouldRetry"/>: UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED and DEADLINE_EXCEEDED. A deadline of the caller's
    /// own is never retried, whatever this says: there is no time left.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <returns>Whether it may pass.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="failure"/> is null.</exception>
    public static bool IsTransient(VoiceCallSessionException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return ErrorTranslator.IsTransientStatus(failure.StatusCode);
    }

    /// <summary>The application's own classification, or null if it is the default.</summary>
    internal Func<VoiceCallSessionException, bool>? Classification => ShouldRetry == IsTransient ? null : ShouldRetry;

    internal VoiceCallSessionRetryOptions Copy() => (VoiceCallSessionRetryOptions)MemberwiseClone();

    internal IEnumerable<string> Validate()
    {
        if (MaxRetryAttempts is < 0 or > 100)
        {
            yield return $"Retry.MaxRetryAttempts is {MaxRetryAttempts}; give 0 to 100.";
        }

        foreach (var fault in DurationRules.BackOffFaults("Retry", BaseDelay, MaxDelay))
        {
            yield return fault;
        }

        if (ShouldRetry is null)
        {
            yield return "Retry.ShouldRetry is null; leave the default or give a predicate.";
        }
    }
}
