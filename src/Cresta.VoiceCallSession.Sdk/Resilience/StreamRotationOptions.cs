using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// When a healthy stream is replaced before something cuts it: the next is open before this one is half-closed, and begins where this one
/// ended, to the sample. Mutable while being configured; a client copies it when it is made.
/// </summary>
public sealed class StreamRotationOptions
{
    /// <summary>
    /// The age at which a stream is replaced. Up to a tenth is taken off at random, so that calls that began together do not rotate
    /// together.
    /// </summary>
    /// <value> Null (the service's limit is unknown, so streams are not replaced for their age) or 10 ms to 30 days; null by default.
    /// </value>
    public TimeSpan? MaxStreamAge { get; set; }

    /// <summary>
    /// Whether a call observes at which age the server ends its streams, and replaces the next one before that age: after one
    /// DEADLINE_EXCEEDED or OUT_OF_RANGE, or after two ABORTED or OK, which have other reasons, too, at about the same age (within a
    /// tenth). The observation is tested: after a replacement a stream is left alone, and if the server lets it live on, the age is
    /// forgotten. Ends in a stream's first second are not counted.
    /// </summary>
    /// <value>True by default.</value>
    public bool AdaptToObservedStreamAge { get; set; } = true;

    /// <summary>Whether a stream is replaced when its server announces by GOAWAY that the connection will be closed.</summary>
    /// <value>True by default.</value>
    public bool OnGoAway { get; set; } = true;

    /// <summary>
    /// The age that a stream must have before it is replaced because of GOAWAY, if it has itself replaced another for one. It doubles with
    /// each such replacement in a row, up to 5 minutes, so that a proxy that takes few requests on a connection does not have calls replace
    /// their streams all the time. The stream works until its connection is closed.
    /// </summary>
    /// <value>0 (each GOAWAY replaces the stream at once) to 5 minutes; 10 s by default.</value>
    public TimeSpan MinStreamAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long before its token expires a stream is replaced, for servers that look at the token also while a stream is open
    /// (<em>assumed</em>: they do not). Needs a credential that knows when its token expires.
    /// </summary>
    /// <value>Null (not replaced for the token) or 0 to 1 day; null by default.</value>
    public TimeSpan? BeforeTokenExpiry { get; set; }

    /// <summary>
    /// The longest that the new stream waits for the old one to end after its half-close. Audio is queued meanwhile. Past it the old stream
    /// counts as broken.
    /// </summary>
    /// <value>10 ms to 1 day; 5 s by default.</value>
    public TimeSpan HandoverTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal StreamRotationOptions Copy() => (StreamRotationOptions)MemberwiseClone();

    internal IEnumerable<string> Validate() =>
        DurationRules.RangeFaults("Rotation.MaxStreamAge", MaxStreamAge ?? TimeSpan.FromDays(30), TimeSpan.FromMilliseconds(10),
            TimeSpan.FromDays(30), "10 ms to 30 days, or null for no limit")
            .Concat(DurationRules.RangeFaults("Rotation.BeforeTokenExpiry", BeforeTokenExpiry ?? TimeSpan.Zero, TimeSpan.Zero,
                TimeSpan.FromDays(1), "0 to 1 day, or null to leave streams alone"))
            .Concat(
                DurationRules.RangeFaults("Rotation.MinStreamAge", MinStreamAge, TimeSpan.Zero, TimeSpan.FromMinutes(5), "0 to 5 minutes"))
            .Concat(DurationRules.TimeoutFaults(("Rotation.HandoverTimeout", HandoverTimeout)));
}
