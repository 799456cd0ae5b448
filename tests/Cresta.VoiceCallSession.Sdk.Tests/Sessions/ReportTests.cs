using System.Text.Json;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions;

/// <summary>The report's JSON is read by other people's programs: its names are a contract.</summary>
public sealed class ReportTests
{
    [Fact]
    public void The_json_has_stable_names()
    {
        var report = new CallReport
        {
            Outcome = CallOutcome.Failed,
            ConversationName = "c",
            SequenceIds = new SequenceIdReport { Sent = 3, Acknowledged = 2, Replayed = 1, Unacknowledged = 1 },
            Participants =
            [
                new ParticipantReport
                {
                    Role = "AGENT", Id = "a", OfferedBytes = 5, AcknowledgedBytes = 1, UnacknowledgedBytes = 1, DroppedBytes = 2,
                        RefusedBytes = 1, Seconds = 0.5,
                    Losses = [new LossReport { Reason = LossReason.OnHold, Bytes = 2, Pieces = 1 }],
                    ReplayedBytes = 7, SilenceBytes = 8, DriftPpm = -1.5, SuspectedEncoding = AudioSampleFormat.Alaw,
                        Gaps = [new GapReport { Reason = LossReason.Unconfirmed, FromMs = 1, ToMs = 2.5 }],
                },
            ],
            Events = [new EventReport { Type = "CALL_STARTED", SequenceId = "2", Acknowledged = true }],
            Attempts = [new AttemptReport { Number = 1, Cause = AttemptCause.Reconnect, DurationMs = 1000,
                Started = DateTimeOffset.UnixEpoch, Ended = DateTimeOffset.UnixEpoch.AddSeconds(1), RequestId = "i", Status = "OK",
                Reason = "r", FirstUnacknowledgedId = "2" }],
            EventsOmitted = 4,
            UnacknowledgedEvents = 5,
            AttemptsOmitted = 3,
            Pauses = [new PauseReport { Kind = PauseKind.Pause, From = DateTimeOffset.UnixEpoch,
                To = DateTimeOffset.UnixEpoch.AddSeconds(1), DurationMs = 1000 }],
            BacklogPeakMs = 20,
            ParticipantSkewMs = 21,
            MaxQueueWaitMs = 22,
            RoundTripMs = new RoundTripReport { P50 = 1, P90 = 1.5, P99 = 2, Max = 3 },
            Failure = new VoiceCallSessionException("not for the wire"),
        };
        Assert.Equal(
            """
            {"outcome":"Failed","conversationName":"c","sequenceIds":{"sent":3,"acknowledged":2,"replayed":1,"unacknowledged":1},"participants":[{"role":"AGENT","id":"a","offeredBytes":5,"acknowledgedBytes":1,"unacknowledgedBytes":1,"droppedBytes":2,"refusedBytes":1,"seconds":0.5,"losses":[{"reason":"OnHold","bytes":2,"pieces":1}],"replayedBytes":7,"silenceBytes":8,"driftPpm":-1.5,"suspectedEncoding":"Alaw","gaps":[{"reason":"Unconfirmed","fromMs":1,"toMs":2.5}]}],"events":[{"type":"CALL_STARTED","sequenceId":"2","acknowledged":true}],"eventsOmitted":4,"unacknowledgedEvents":5,"attempts":[{"number":1,"cause":"Reconnect","started":"1970-01-01T00:00:00+00:00","ended":"1970-01-01T00:00:01+00:00","durationMs":1000,"requestId":"i","status":"OK","reason":"r","firstUnacknowledgedId":"2"}],"attemptsOmitted":3,"pauses":[{"kind":"Pause","from":"1970-01-01T00:00:00+00:00","to":"1970-01-01T00:00:01+00:00","durationMs":1000}],"backlogPeakMs":20,"participantSkewMs":21,"maxQueueWaitMs":22,"roundTripMs":{"p50":1,"p90":1.5,"p99":2,"max":3},"responsesShed":0,"nothingLost":false}
            """,
            report.ToJson());
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(report.ToJson()).RootElement.ValueKind);
        Assert.Throws<VoiceCallSessionException>(report.EnsureCompleted);
    }
}
