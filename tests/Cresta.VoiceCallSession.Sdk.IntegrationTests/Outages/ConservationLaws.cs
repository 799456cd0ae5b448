using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>What must hold of every call, whatever happened to it: the report's numbers against what was offered and against what the server had.</summary>
internal static class ConservationLaws
{
    public static void Check(CallReport report, ScenarioCall call, IReadOnlyList<RecordedCall> recorded)
    {
        // In the order in which the client used them: a server that is short of time may begin with the later one of two streams.
        var attempts = report.Attempts.Select(attempt => attempt.RequestId).ToList();
        var streams = recorded.OrderBy(stream => attempts.IndexOf(stream.Headers["x-request-id"])).ToList();
        foreach (var (participant, offered) in call.Offered)
        {
            var books = report.Participants.SingleOrDefault(p => string.Equals(p.Id, participant.PlatformAgentId + participant.ExternalUserId, StringComparison.Ordinal));
            if (books is null)
            {
                Assert.Empty(Arrivals(streams, participant));
                continue;
            }

            Assert.True(books.OfferedBytes <= offered.Count, "no more is booked than was offered");
            Assert.True(books.OfferedBytes == offered.Count || report.Outcome != CallOutcome.Completed, "only a call that is over takes no more into its books");
            Assert.Equal(books.OfferedBytes, books.AcknowledgedBytes + books.UnacknowledgedBytes + books.DroppedBytes + books.RefusedBytes);
            var arrived = Order(Arrivals(streams, participant));
            var rejected = books.Losses.Where(loss => loss.Reason == LossReason.RejectedByServer).Sum(loss => loss.Bytes);
            var distinct = arrived.Sum(chunk => chunk.Length);
            Assert.InRange(distinct, books.AcknowledgedBytes + rejected, books.AcknowledgedBytes + rejected + books.UnacknowledgedBytes);
            AssertInOrder(arrived, offered, whole: distinct == offered.Count);
        }

        Assert.Equal(report.Attempts.Count, report.Attempts.Select(a => a.Number).Distinct().Count());
        Assert.All(report.Attempts, attempt => Assert.True(attempt.Ended >= attempt.Started, "every attempt has ended"));
        var eventsAtServer = streams.SelectMany(stream => stream.Events).Select(e => e.SequenceId).ToHashSet(StringComparer.Ordinal);
        Assert.All(report.Events.Where(e => e.Acknowledged), e => Assert.Contains(e.SequenceId, eventsAtServer));
    }

    /// <summary>The participant's audio over all streams, each sequence id once. Needs one participant's chunks in order, and repeats that are the same.</summary>
    public static byte[] DistinctAudioOf(IReadOnlyList<RecordedCall> streams, Participant participant) =>
        [.. Order(Arrivals(streams, participant)).SelectMany(chunk => chunk)];

    private static List<(long Id, byte[] Audio)> Arrivals(IReadOnlyList<RecordedCall> streams, Participant participant)
    {
        var arrivals = new List<(long, byte[])>();
        foreach (var stream in streams)
        {
            if (stream.AudioOf(participant) is not { } audio)
            {
                continue;
            }

            var content = audio.Content!.Value;
            var last = 0L;
            for (var i = 0; i < audio.ChunksInOrder.Count; i++)
            {
                var id = long.Parse(audio.SequenceIdsInOrder[i], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(id > last, "within a stream ids ascend");
                last = id;
                arrivals.Add((id, content[..audio.ChunksInOrder[i]].ToArray()));
                content = content[audio.ChunksInOrder[i]..];
            }
        }

        return arrivals;
    }

    /// <summary>The chunks without their repeats, which must be the same bytes; what is new must come after all that was there before.</summary>
    private static List<byte[]> Order(List<(long Id, byte[] Audio)> arrivals)
    {
        var known = new Dictionary<long, byte[]>();
        var inOrder = new List<byte[]>();
        var highest = 0L;
        foreach (var (id, audio) in arrivals)
        {
            if (known.TryGetValue(id, out var before))
            {
                Assert.Equal(before, audio);
                continue;
            }

            Assert.True(id > highest, $"chunk {id} came after {highest}");
            highest = id;
            known.Add(id, audio);
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
