namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// When a healthy stream is replaced before something cuts it: the next is open before this one is half-closed, and begins where this one ended, to the sample. Mutable
/// while being configured; a client copies it when it is made.
/// </summary>
public sealed class StreamRotationOptions
{
    /// <summary>The age at which a stream is replaced. Up to a tenth is taken off at random, so that calls that began together do not rotate together.</summary>
    /// <value>Null (the service's limit is unknown, so streams are not replaced for their age) or 10 ms to 30 days; null by default.</value>
    public TimeSpan? MaxStreamAge { get; set; }

    /// <summary>
    /// Whether a call learns from a server that ends a stream for its age to replace the next one before it gets as old: at once from DEADLINE_EXCEEDED or
    /// OUT_OF_RANGE, from ABORTED or OK, which have other reasons, too, when it happens twice at about the same age (within a tenth). Ends in a stream's first second teach nothing.
    /// </summary>
    /// <value>True by default.</value>
    public bool LearnsStreamAge { get; set; } = true;

    /// <summary>Whether a stream is replaced when its server announces by GOAWAY that the connection will be closed.</summary>
    /// <value>True by default.</value>
    public bool OnGoAway { get; set; } = true;

    /// <summary>
    /// How long before its token expires a stream is replaced, for servers that look at the token also while a stream is open (<em>assumed</em>: they do not).
    /// Needs a credential that knows when its token expires.
    /// </summary>
    /// <value>Null (not replaced for the token) or 0 to 1 day; null by default.</value>
    public TimeSpan? BeforeTokenExpiry { get; set; }

    /// <summary>
    /// The longest that the new stream waits for the old one to end after its half-close. Audio is queued meanwhile. Past it the old stream counts as broken.
    /// </summary>
    /// <value>10 ms to 1 day; 5 s by default.</value>
    public TimeSpan HandoverTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal StreamRotationOptions Copy() => (StreamRotationOptions)MemberwiseClone();

    internal IEnumerable<string> Faults()
    {
        if (MaxStreamAge is { } age && (age < TimeSpan.FromMilliseconds(10) || age > TimeSpan.FromDays(30)))
        {
            yield return $"Rotation.MaxStreamAge is {age}; give 10 ms to 30 days, or null for no limit.";
        }

        if (BeforeTokenExpiry is { } margin && (margin < TimeSpan.Zero || margin > TimeSpan.FromDays(1)))
        {
            yield return $"Rotation.BeforeTokenExpiry is {margin}; give 0 to 1 day, or null to leave streams alone.";
        }

        foreach (var fault in DurationRules.TimeoutFaults(("Rotation.HandoverTimeout", HandoverTimeout)))
        {
            yield return fault;
        }
    }
}
