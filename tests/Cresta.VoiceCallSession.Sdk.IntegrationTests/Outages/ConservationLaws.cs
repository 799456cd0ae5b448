using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>
/// What must hold of every call, whatever happened to it: the report's numbers against what was offered and against what the server had.
/// </summary>
internal static class ConservationLaws
{
    public static void Check(CallReport report, ScenarioCall call, IEnumerable<ReceivedStream> received)
    {
        // In the order in which the client used them: a server that is short of time may begin with the later one of two streams.
        var attempts = report.Attempts.Select(attempt => attempt.RequestId).ToList();
        var streams = received.OrderBy(stream => attempts.IndexOf(stream.RequestId)).ToList();
        foreach (var (participant, offered) in call.Offered)
        {
            var books = report.Participants.SingleOrDefault(
                p => string.Equals(p.Id, participant.PlatformAgentId + participant.ExternalUserId, StringComparison.Ordinal));
            if (books is null)
            {
                Assert.Empty(Arrivals(streams, participant));
                continue;
            }

            Assert.True(books.OfferedBytes <= offered.Count, "no more is booked than was offered");
            Assert.True(books.OfferedBytes == offered.Count || report.Outcome != CallOutcome.Completed,
                "only a call that is over takes no more into its books");
            Assert.Equal(books.OfferedBytes, books.AcknowledgedBytes + books.UnacknowledgedBytes + books.DroppedBytes + books.RefusedBytes);
            var arrived = Order(Arrivals(streams, participant));
            var rejected = books.Losses.Where(loss => loss.Reason == LossReason.RejectedByServer).Sum(loss => loss.Bytes);
            var distinct = arrived.Sum(chunk => chunk.Length);
            Assert.InRange(distinct, books.AcknowledgedBytes + rejected, books.AcknowledgedBytes + rejected + books.UnacknowledgedBytes);
            AssertInOrder(arrived, offered, whole: distinct == offered.Count);
        }

        Assert.Equal(report.Attempts.Count, report.Attempts.Select(a => a.Number).Distinct().Count());
        Assert.All(report.Attempts, attempt => Assert.True(attempt.Ended >= attempt.Started, "every attempt has ended"));
        var eventsAtServer = streams.SelectMany(stream => stream.EventIds).ToHashSet(StringComparer.Ordinal);
        Assert.All(report.Events.Where(e => e.Acknowledged), e => Assert.Contains(e.SequenceId, eventsAtServer));
    }

    /// <summary>
    /// The participant's audio over all streams, each sequence id once. Needs one participant's chunks in order, and repeats that are the
    /// same.
    /// </summary>
    public static byte[] DistinctAudioOf(IReadOnlyList<RecordedCall> streams, Participant participant) =>
        [.. Order(Arrivals([.. streams.Select(ReceivedStream.Of)], participant)).SelectMany(chunk => chunk)];

    private static List<ReceivedAudio> Arrivals(IReadOnlyList<ReceivedStream> streams, Participant participant)
    {
        var arrivals = new List<ReceivedAudio>();
        foreach (var stream in streams)
        {
            var last = 0L;
            foreach (var audio in stream.Audio.Where(audio => audio.Participant.Equals(participant)))
            {
                Assert.True(!TryNumber(audio.SequenceId, out var id) || id > last, "within a stream ids ascend");
                last = Math.Max(last, id);
                arrivals.Add(audio);
            }
        }

        return arrivals;
    }

    /// <summary>A caller's own id may be none.</summary>
    private static bool TryNumber(string id, out long number) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>
    /// The chunks without their repeats, which must be the same bytes; what is new must come after all that was there before.
    /// </summary>
    private static List<byte[]> Order(List<ReceivedAudio> arrivals)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var inOrder = new List<byte[]>();
        var highest = 0L;
        foreach (var (sequenceId, _, audio) in arrivals)
        {
            if (known.TryGetValue(sequenceId, out var before))
            {
                Assert.Equal(before, audio);
                continue;
            }

            Assert.True(!TryNumber(sequenceId, out var id) || id > highest, $"chunk {id} came after {highest}");
            highest = Math.Max(highest, id);
            known.Add(sequenceId, audio);
            inOrder.Add(audio);
        }

        return inOrder;
    }

    private static void AssertInOrder(List<byte[]> arrived, List<byte> offered, bool whole)
    {
        byte[] all = [.. arrived.SelectMany(chunk => chunk)];
        Assert.DoesNotContain(ScenarioCall.Unwanted, all);
        if (whole)
        {
            Assert.True(all.AsSpan().SequenceEqual(offered.ToArray()), "all of it arrived, as it was");
            return;
        }

        var at = 0;
        foreach (var sample in all)
        {
            while (at < offered.Count && offered[at] != sample)
            {
                at++;
            }

            Assert.True(at++ < offered.Count, "what arrived is what was offered, in its order");
        }
    }
}
