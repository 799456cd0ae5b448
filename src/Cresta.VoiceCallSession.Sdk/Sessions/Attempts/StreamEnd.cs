namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>How a stream ended, or why it did not open: everything that decides what follows.</summary>
internal sealed record StreamEnd
{
    /// <summary>What broke it; null if the server ended it with OK.</summary>
    public VoiceCallSessionException? Failure { get; init; }

    /// <summary>Why this side had half-closed it before it ended.</summary>
    public HalfClose HalfClosed { get; init; }

    /// <summary>Whether it made progress: a message was acknowledged on it, or it carried the call for a while.</summary>
    public bool MadeProgress { get; init; }

    /// <summary>Whether the server acknowledged a message on it, beyond the configuration.</summary>
    public bool WasAcknowledged { get; init; }

    /// <summary>
    /// Whether the application classifies failures itself; then <see cref="VoiceCallSessionException.IsTransient"/> is its word.
    /// </summary>
    public bool IsClassifiedByApplication { get; init; }

    /// <summary>Whether the credential can come up with another token than the one that was used.</summary>
    public bool CanRefreshToken { get; init; }

    /// <summary>Whether a call may have another stream at all.</summary>
    public bool MayReconnect { get; init; } = true;

    /// <summary>
    /// The longest wait that a request of the service's may impose: one that is not shorter than an outage may last cannot be kept.
    /// </summary>
    public TimeSpan MaxOutage { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether everything was written and acknowledged, so that it does not matter how the stream ended.</summary>
    public bool IsEverythingAcknowledged { get; init; }

    /// <summary>Messages that stayed unanswered although the server answers every message of their kind.</summary>
    public int MissingAnswers { get; init; }

    /// <summary>Unanswered messages of a kind that the server has had no chance yet to answer.</summary>
    public int UncertainAnswers { get; init; }

    /// <summary>Unanswered messages of a stream whose request the server has not read to its end.</summary>
    public int UnreadMessages { get; init; }

    /// <summary>The sequence id of the first message that was not acknowledged, or null.</summary>
    public string? FirstUnacknowledgedId { get; init; }
}
