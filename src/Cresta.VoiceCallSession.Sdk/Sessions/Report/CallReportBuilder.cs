using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Report;

/// <summary>Builds the report of a call that has ended.</summary>
internal static class CallReportBuilder
{
    private static readonly LossReason[] Refusals = [LossReason.NoRoom, LossReason.CallEnded, LossReason.RejectedByServer];

    /// <summary>Whether audio lost for this reason was refused rather than dropped.</summary>
    public static bool IsRefusal(LossReason reason) => Refusals.Contains(reason);

    public static CallReport Build(CallReportSnapshot call)
    {
        var (ledger, queue) = (call.Ledger, call.Queue);
        var (p50, p90, p99, max) = ledger.RoundTrips;
        return new CallReport
        {
            Outcome = call.Outcome,
            ConversationName = call.ConversationName,
            SequenceIds = new SequenceIdReport
            {
                Sent = ledger.Sent,
                Acknowledged = ledger.Acknowledged,
                Replayed = ledger.Replayed,
                Unacknowledged = ledger.Unacknowledged,
            },
            Participants = [.. queue.Tracks.Select(track => Describe(track, call.Shape, call.TimeProvider))],
            Events = [.. queue.Events.Select(
                e => new EventReport { Type = e.Type, SequenceId = e.SequenceId, Acknowledged = e.Acknowledged })],
            EventsOmitted = queue.EventCount - queue.Events.Length,
            UnacknowledgedEvents = queue.EventCount - ledger.AcknowledgedEvents,
            Pauses = [.. queue.Pauses.Select(pause => Describe(pause, call.TimeProvider.GetUtcNow()))],
            BacklogPeakMs = queue.Tracks.Select(track => Milliseconds(call.Shape, track.PeakQueuedBytes)).DefaultIfEmpty().Max(),
            ParticipantSkewMs = SkewMs(queue.Tracks, call.Shape),
            MaxQueueWaitMs = Math.Round(queue.LongestWait.TotalMilliseconds, 3),
            Attempts = [.. call.Attempts.Kept.Select(attempt => attempt.ToReport())],
            AttemptsOmitted = call.Attempts.Omitted,
            RoundTripMs = new RoundTripReport
            {
                P50 = p50.TotalMilliseconds,
                P90 = p90.TotalMilliseconds,
                P99 = p99.TotalMilliseconds,
                Max = max.TotalMilliseconds
            },
            ResponsesShed = call.ResponsesShed,
            Failure = call.Failure,
        };
    }

    private static ParticipantReport Describe(ParticipantAudio track, AudioShape shape, TimeProvider timeProvider)
    {
        var losses = Enum.GetValues<LossReason>()
            .Where(reason => track.LostFrames(reason) > 0)
            .Select(reason => new LossReport { Reason = reason, Bytes = track.LostBytes(reason), Pieces = track.LostFrames(reason) })
            .ToList();
        var refused = losses.Where(loss => IsRefusal(loss.Reason)).Sum(loss => loss.Bytes);
        return new ParticipantReport
        {
            Role = EnumNames.Of(Participant.Descriptor, (int)track.Participant.Role),
            Id = IdOf(track.Participant),
            OfferedBytes = track.OfferedBytes,
            AcknowledgedBytes = track.AcknowledgedBytes,
            UnacknowledgedBytes = track.SentBytes - track.AcknowledgedBytes - track.LostBytes(LossReason.RejectedByServer),
            DroppedBytes = losses.Sum(loss => loss.Bytes) - refused,
            RefusedBytes = refused,
            Seconds = Math.Round(shape.SecondsIn(track.OfferedBytes), 6),
            Losses = losses,
            ReplayedBytes = track.ReplayedBytes,
            SilenceBytes = track.SilenceBytes,
            DriftPpm = track.DriftPpm(shape, timeProvider) is { } ppm ? Math.Round(ppm, 1) : null,
            SuspectedEncoding = track.SuspectedEncoding,
            Gaps = [.. track.Gaps.ToList().Select(
                gap => new GapReport { Reason = gap.Reason, FromMs = Milliseconds(shape, gap.From), ToMs = Milliseconds(shape, gap.To) })],
        };
    }

    private static double SkewMs(ParticipantAudio[] tracks, AudioShape shape) =>
        tracks.Length == 0 ? 0 : Milliseconds(shape, tracks.Max(track => track.ArrivedBytes) - tracks.Min(track => track.ArrivedBytes));

    private static PauseReport Describe(PauseRecord pause, DateTimeOffset now)
    {
        var to = pause.To ?? now;
        return new PauseReport
        {
            Kind = pause.Kind,
            From = pause.From,
            To = to,
            DurationMs = Math.Round((to - pause.From).TotalMilliseconds, 3)
        };
    }

    private static double Milliseconds(AudioShape shape, long bytes) => Math.Round(shape.SecondsIn(bytes) * 1000, 3);

    private static string IdOf(Participant participant) => participant.ParticipantIdCase switch
    {
        Participant.ParticipantIdOneofCase.User => participant.User,
        Participant.ParticipantIdOneofCase.PlatformAgentId => participant.PlatformAgentId,
        Participant.ParticipantIdOneofCase.ExternalUserId => participant.ExternalUserId,
        _ => "",
    };
}
