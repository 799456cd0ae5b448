using System.Text.Json;
using System.Text.Json.Serialization;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What became of a call: of every byte that was offered, of every event and of every stream. Immutable. For each participant, offered
/// bytes = acknowledged + unacknowledged + dropped + refused.
/// </summary>
public sealed class CallReport
{
    /// <summary>How the call ended.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>
    /// The resource name of the conversation that the call became (<em>documented</em>), or null where the server gave none.
    /// </summary>
    public string? ConversationName { get; init; }

    /// <summary>How many messages were written and acknowledged, the configuration included.</summary>
    public SequenceIdReport SequenceIds { get; init; } = new();

    /// <summary>The participants in the order of their first audio.</summary>
    public IReadOnlyList<ParticipantReport> Participants { get; init; } = [];

    /// <summary>The events in the order in which they were queued.</summary>
    public IReadOnlyList<EventReport> Events { get; init; } = [];

    /// <summary>How many events are not in <see cref="Events"/>: of more than 1,000 it has the first 200 and the last 800.</summary>
    public int EventsOmitted { get; init; }

    /// <summary>Events that the server did not acknowledge, those that are not listed included.</summary>
    public long UnacknowledgedEvents { get; init; }

    /// <summary>The streams that carried the call, failed attempts to open one included.</summary>
    public IReadOnlyList<AttemptReport> Attempts { get; init; } = [];

    /// <summary>How many attempts are not in <see cref="Attempts"/>: of more than 500 it has the first 100 and the last 400.</summary>
    public int AttemptsOmitted { get; init; }

    /// <summary>How many attempts there were, with those that are not listed.</summary>
    internal int AttemptCount => Attempts.Count + AttemptsOmitted;

    /// <summary>Stretches in which the call's audio was stopped, in the order in which they began.</summary>
    public IReadOnlyList<PauseReport> Pauses { get; init; } = [];

    /// <summary>The most audio of one participant that ever waited to be written, in ms.</summary>
    public double BacklogPeakMs { get; init; }

    /// <summary>
    /// By how much the participant with the most audio is ahead of the one with the least, in ms of playing time; 0 with fewer than two. A
    /// party that came later, was not captured for a while, or stopped shows here; so does drift, for which see
    /// <see cref="ParticipantReport.DriftPpm"/>.
    /// </summary>
    public double ParticipantSkewMs { get; init; }

    /// <summary>
    /// The longest that a message, ready to be written, waited for its stream, in ms: how late the process, the network or the server made
    /// the call. Outages count; what is sent again does not.
    /// </summary>
    public double MaxQueueWaitMs { get; init; }

    /// <summary>Time from a message's write to the answer to it.</summary>
    public RoundTripReport RoundTripMs { get; init; } = new();

    /// <summary>Answers that were shed because nobody read them in time. Their acknowledgements counted all the same.</summary>
    public long ResponsesShed { get; init; }

    /// <summary>Why the call failed or was aborted; null where it completed.</summary>
    [JsonIgnore]
    public VoiceCallSessionException? Failure { get; init; }

    /// <summary>
    /// Whether the call completed with nothing dropped or refused, and with everything that was written acknowledged. A server that never
    /// acknowledged anything proves nothing either way; then only the former counts.
    /// </summary>
    public bool NothingLost => Outcome == CallOutcome.Completed && Participants.All(p => p.IsWhole(SequenceIds.Acknowledged > 0))
        && (SequenceIds.Acknowledged == 0 || (UnacknowledgedEvents == 0 && Events.All(static e => e.Acknowledged)));

    /// <summary>The report as one JSON object, with stable names, in one line.</summary>
    /// <returns>UTF-16 text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, CallReportJson.Default.CallReport);

    /// <summary>Throws the failure of a call that did not complete.</summary>
    /// <returns>This report, if the call completed.</returns>
    /// <exception cref="VoiceCallSessionException">The call failed or was aborted.</exception>
    public CallReport EnsureCompleted() => Failure is null ? this : throw Failure.ForSequenceId(null);
}
