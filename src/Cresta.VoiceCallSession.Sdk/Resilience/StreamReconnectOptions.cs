using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// How a call goes on when its stream breaks: a further stream with the same configuration takes over. Mutable while being configured; a
/// client copies it when it is made.
/// </summary>
public sealed class StreamReconnectOptions
{
    /// <summary>
    /// Whether a call outlives its streams. It supposes that a second stream with the same platform call id continues the conversation,
    /// which is <em>assumed</em>; false ends the call with its first stream.
    /// </summary>
    /// <value>True by default.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The longest that a call tries to go on without progress. Progress is a message that the server acknowledged on a new stream, or a
    /// stream that held for 5 s.
    /// </summary>
    /// <value>10 ms to 1 day; 2 minutes by default.</value>
    public TimeSpan MaxOutage { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Upper limit of the first wait. Each wait is drawn evenly from 0 to its limit, and the limit doubles with each further one.
    /// </summary>
    /// <value>More than 0, at most 1 day; 200 ms by default.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The highest limit of a wait of our own choosing. A wait that the server asks for is not cut by it.</summary>
    /// <value>At least <see cref="BaseDelay"/>, at most 1 day; 10 s by default.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many retries of any kind all calls of the client together make in a second, so that a server that comes back is not stormed.
    /// First attempts are not counted.
    /// </summary>
    /// <value>1 to 100,000; 100 by default.</value>
    public int MaxAttemptsPerSecond { get; set; } = 100;

    /// <summary>What of the audio is sent again.</summary>
    /// <value><see cref="ReplayPolicy.Adaptive"/> by default.</value>
    public ReplayPolicy Replay { get; set; } = ReplayPolicy.Adaptive;

    /// <summary>
    /// How much faster than it was spoken audio may be sent after an outage, until what has piled up is gone. Not applied to the last audio
    /// of a call that is ending.
    /// </summary>
    /// <value>1.1 to 1,000; 8 by default.</value>
    public double CatchUpFactor { get; set; } = 8;

    /// <summary>
    /// The longest that one write may wait for a server that does not read. Past it the stream is given up and the next takes over.
    /// </summary>
    /// <value>10 ms to 1 day; 10 s by default.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a server that has been acknowledging may be silent about messages that were written. Past it the stream is given up and the
    /// next takes over. A server that never acknowledges, or seldom, is not held to it.
    /// </summary>
    /// <value>10 ms to 1 day; 20 s by default.</value>
    public TimeSpan AcknowledgementTimeout { get; set; } = TimeSpan.FromSeconds(20);

    internal StreamReconnectOptions Copy() => (StreamReconnectOptions)MemberwiseClone();

    internal IEnumerable<string> Validate() =>
        DurationRules.TimeoutFaults(
            ("Reconnect.MaxOutage", MaxOutage), ("Reconnect.WriteTimeout", WriteTimeout),
                ("Reconnect.AcknowledgementTimeout", AcknowledgementTimeout))
            .Concat(DurationRules.BackOffFaults("Reconnect", BaseDelay, MaxDelay))
            .Concat(OtherFaults());

    private IEnumerable<string> OtherFaults()
    {
        if (MaxAttemptsPerSecond is < 1 or > 100_000)
        {
            yield return $"Reconnect.MaxAttemptsPerSecond is {MaxAttemptsPerSecond}; give 1 to 100,000.";
        }

        if (!Enum.IsDefined(Replay))
        {
            yield return $"Reconnect.Replay is {(int)Replay}; give one of {string.Join(", ", Enum.GetNames<ReplayPolicy>())}.";
        }

        if (CatchUpFactor is not (>= 1.1 and <= 1000))
        {
            yield return FormattableString.Invariant($"Reconnect.CatchUpFactor is {CatchUpFactor}; give 1.1 to 1,000.");
        }
    }
}
