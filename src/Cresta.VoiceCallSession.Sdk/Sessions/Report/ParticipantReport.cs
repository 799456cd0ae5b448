namespace Cresta.VoiceCallSession.Sdk;

/// <summary>One participant's audio: offered bytes = acknowledged + unacknowledged + dropped + refused.</summary>
public sealed class ParticipantReport
{
    /// <summary>The role by its name on the wire, <c>AGENT</c> or <c>VISITOR</c>, or its number where we have no name.</summary>
    public string Role { get; init; } = "";

    /// <summary>The participant's id, of whichever kind, or empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>Bytes that the caller gave.</summary>
    public long OfferedBytes { get; init; }

    /// <summary>Bytes in messages that the server acknowledged.</summary>
    public long AcknowledgedBytes { get; init; }

    /// <summary>Bytes that were written and never answered for.</summary>
    public long UnacknowledgedBytes { get; init; }

    /// <summary>Bytes that were given up before they were written.</summary>
    public long DroppedBytes { get; init; }

    /// <summary>Bytes that were not taken from the caller, or that the server answered with a failing status.</summary>
    public long RefusedBytes { get; init; }

    /// <summary>Playing time of the offered bytes.</summary>
    public double Seconds { get; init; }

    /// <summary>Dropped and refused bytes by reason; reasons that never came up are left out.</summary>
    public IReadOnlyList<LossReport> Losses { get; init; } = [];

    /// <summary>
    /// Bytes that were written again on a further stream, each time counted. The server may have them twice, under the same sequence ids:
    /// possible duplicates.
    /// </summary>
    public long ReplayedBytes { get; init; }

    /// <summary>
    /// Bytes of silence that the idle policy sent in the participant's name; not offered, and in none of the other numbers.
    /// </summary>
    public long SilenceBytes { get; init; }

    /// <summary>
    /// By how much the clock that the audio was captured by is fast (positive) or slow against this machine's, in parts per million:
    /// playing time against the time from the first frame to the last. An estimate, off by the jitter of those two frames: 10 ms over 10
    /// minutes are 17 ppm. Nothing is ever resampled for it. Null for less than a minute, and beyond ±1000 ppm, which is no clock but audio
    /// that was not offered as it was spoken.
    /// </summary>
    public double? DriftPpm { get; init; }

    /// <summary>
    /// The format that the participant's audio appears to be in, if it is not the declared encoding; else null. An estimate from the first
    /// seconds of sound: null too for audio that has no clear format, such as noise, steady tones, and speech that is almost inaudible or
    /// heavily clipped. The audio is sent unchanged.
    /// </summary>
    public AudioSampleFormat? SuspectedEncoding { get; init; }

    /// <summary>Where audio is missing at the server, or may be, in the order of its positions.</summary>
    public IReadOnlyList<GapReport> Gaps { get; init; } = [];

    internal bool IsWhole(bool acknowledgementsCount) =>
        DroppedBytes == 0 && RefusedBytes == 0 && (!acknowledgementsCount || UnacknowledgedBytes == 0);
}
