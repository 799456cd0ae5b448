namespace Cresta.VoiceCallSession.Sdk;

/// <summary>One stream of a call.</summary>
public sealed class AttemptReport
{
    /// <summary>The attempt's number within the call, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Why it was begun.</summary>
    public AttemptCause Cause { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>How long it lasted, in ms.</summary>
    public double DurationMs { get; init; }

    /// <summary>
    /// The <c>x-request-id</c> header that the stream was opened with, by which the logs of servers and gateways can be searched: 32 hex
    /// digits. The last one where an attempt opened its stream again, with another token say; empty where it came to no stream.
    /// </summary>
    public string RequestId { get; init; } = "";

    /// <summary>The canonical status that it ended with: <c>OK</c>, <c>UNAVAILABLE</c>, …</summary>
    public string Status { get; init; } = "";

    /// <summary>Why it ended, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// The sequence id of the first message that the server had not acknowledged when the stream ended; null if there was none, or if it
    /// did not open.
    /// </summary>
    public string? FirstUnacknowledgedId { get; init; }
}
