using System.Globalization;
using System.Text.RegularExpressions;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Sessions;

/// <summary>Sequence ids that callers choose.</summary>
public sealed class CallerIdTests
{
    /// <summary>Escaped, since a test runner does not keep half of a surrogate pair.</summary>
    public static TheoryData<VoiceCallSessionTransport, string> UnfitIds()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var id in new[] { "9223372036854775807", "9223372036854775806", "9000000000000000001", "99999999999999999999",
                @"call\ud83d-1", @"\udc00", @"a\r\nb", @"a\u001b[2J", new string('x', 257) })
            {
                data.Add(transport, id);
            }
        }

        return data;
    }

    public static TheoryData<VoiceCallSessionTransport, string> FitIds()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var id in new[] { "9000000000000000000", "1764288000000", "-1", "007", "+5", "1e3", "call-\U0001F600",
                "π \"quoted\" \\", new string('x', 256) })
            {
                data.Add(transport, id);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(UnfitIds))]
    public async Task An_id_that_cannot_be_used_is_refused_and_the_call_goes_on(VoiceCallSessionTransport transport, string escapedId)
    {
        var id = Regex.Unescape(escapedId);
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        Assert.Contains("sequence id", (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await session.SendAsync(Event(id))))
            .Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sequence id", (await Assert.ThrowsAnyAsync<ArgumentException>(async () => await session.SendAsync(Audio(id))))
            .Message, StringComparison.OrdinalIgnoreCase);
        await session.SendChunksAsync(1, 2);
        await session.EndWholeAsync(rig.Server, 3);
    }

    [Theory, MemberData(nameof(FitIds))]
    public async Task An_id_that_can_be_used_is_kept_and_what_follows_it_is_accounted_for(VoiceCallSessionTransport transport, string id)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        Assert.Equal(id, await session.SendAsync(Event(id)));
        await session.SendChunksAsync(1, 3);
        await session.WaitUntilAcknowledgedAsync();
        await session.WaitForAcknowledgementAsync(id).WaitAsync(CallRig.Watchdog);
        var report = await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
        Assert.True(report.NothingLost, report.ToJson());
        Assert.Equal(3200, Assert.Single(report.Participants).AcknowledgedBytes);
        Assert.Contains(id, rig.Server.Calls[0].SequenceIds);
        Assert.All(rig.Server.Calls[0].SequenceIds.Where(other => !string.Equals(other, id, StringComparison.Ordinal)), other =>
            Assert.True(long.Parse(other, CultureInfo.InvariantCulture) > 0));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_wait_for_a_number_that_was_skipped_does_not_succeed(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        await using var session = await rig.OpenAsync();
        await session.SendAsync(Event("100"));
        await session.WaitForAcknowledgementAsync("100").WaitAsync(CallRig.Watchdog);
        await session.SendAsync(Event("5000000"));
        await session.WaitForAcknowledgementAsync("5000000").WaitAsync(CallRig.Watchdog);
        foreach (var skipped in new[] { "2", "50", "99", "101", "4999999" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => session.WaitForAcknowledgementAsync(skipped)).WaitAsync(CallRig.Watchdog);
        }

        Assert.True((await session.CompleteAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, 1_764_288_000_000)]
    [InlineData(VoiceCallSessionTransport.Rest, 1_764_288_000_000)]
    [InlineData(VoiceCallSessionTransport.Grpc, 10_000)]
    [InlineData(VoiceCallSessionTransport.Rest, 10_000)]
    public async Task A_server_that_falls_silent_is_left_though_an_id_is_far_ahead(VoiceCallSessionTransport transport, long id)
    {
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(transport, o =>
            (o.TimeProvider, o.Reconnect.BaseDelay) = (time, TimeSpan.FromTicks(1)));
        rig.Server.Script(Http2StreamPlan.Answering().AnswerFirst(8), Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendAsync(Event(id.ToString(CultureInfo.InvariantCulture)));
        await session.SendChunksAsync(1, 2);
        await session.WaitUntilAcknowledgedAsync();
        await session.SendChunksAsync(3, 2);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 2 || session.Completion.IsCompleted || time.GetUtcNow().Year > 2000);
        Assert.Equal(2, rig.Server.Streams.Count);
        await session.WaitUntilAcknowledgedAsync();
        Assert.Equal(2, (await rig.EndWholeAsync(session, 5)).Attempts.Count);
    }

    private static StreamCallSessionRequest Event(string id)
    {
        var request = StreamCallSessionRequest.ForEvent(SessionEventBuilder.CallStarted("call-1").Build());
        request.SequenceId = id;
        return request;
    }

    private static StreamCallSessionRequest Audio(string id)
    {
        var request = StreamCallSessionRequest.ForAudio(CallRig.Ramp(800), CallRig.Agent);
        request.SequenceId = id;
        return request;
    }
}
