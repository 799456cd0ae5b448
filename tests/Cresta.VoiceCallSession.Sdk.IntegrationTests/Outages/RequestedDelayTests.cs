using System.Globalization;
using Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>Waits that a service, or something in front of it, requests together with a failure.</summary>
public sealed class RequestedDelayTests
{
    public static TheoryData<VoiceCallSessionTransport, OddRetryInfo> OddRetryInfos()
    {
        var data = new TheoryData<VoiceCallSessionTransport, OddRetryInfo>();
        foreach (var transport in Transports.Both)
        {
            foreach (var info in OddRetryInfo.All)
            {
                data.Add(transport, info);
            }
        }

        return data;
    }

    /// <summary>
    /// Longer than a call's outage may last, a static value longer than the longest wait of our own, and what is no time at all.
    /// </summary>
    public static TheoryData<VoiceCallSessionTransport, string> UnusableRetryAfters()
    {
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var value in new[] { "30", "120", "300", "2147483647", "99999999999999999999", DateIn(TimeSpan.FromHours(1)),
                DateIn(TimeSpan.FromDays(3000)), "soon", "-5" })
            {
                data.Add(transport, value);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(OddRetryInfos))]
    public async Task A_call_outlives_a_RetryInfo_that_cannot_be_used(VoiceCallSessionTransport transport, OddRetryInfo info)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, info.EndingOn(transport)), Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal(["UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
        Assert.Contains(OddRetryInfo.Text, report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OddRetryInfos))]
    public async Task An_opening_is_tried_again_after_a_RetryInfo_that_cannot_be_used(VoiceCallSessionTransport transport,
        OddRetryInfo info)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().NeverAnswer().HoldHeaders().AfterMessages(1, info.EndingOn(transport)),
            Http2StreamPlan.Answering());
        Assert.Equal(["UNAVAILABLE", "OK"], (await TalkAsync(rig, 3)).Attempts.Select(a => a.Status));
    }

    [Theory, MemberData(nameof(UnusableRetryAfters))]
    public async Task S21_A_reconnect_is_tried_again_by_the_back_off_if_a_page_requests_a_longer_wait(VoiceCallSessionTransport transport,
        string retryAfter)
    {
        await using var rig = await RawRig.StartAsync(transport);
        var page = Http2StreamPlan.Page(503, "text/html", "<h1>maintenance</h1>", ("retry-after", retryAfter));
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, Http2Action.Reset(Http2ErrorCode.InternalError)), page, page,
            Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal(4, report.Attempts.Count);
        Assert.All(report.Attempts.Skip(1).Take(2), a => Assert.Contains("HTTP 503", a.Reason, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(UnusableRetryAfters))]
    public async Task A_first_opening_is_tried_again_if_a_page_requests_a_longer_wait_than_it_has(VoiceCallSessionTransport transport,
        string retryAfter)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.OpenTimeout = CallRig.Confirmation * 2);
        rig.Server.Script(Http2StreamPlan.Page(503, "text/html", "<h1>maintenance</h1>", ("retry-after", retryAfter)),
            Http2StreamPlan.Answering());
        Assert.Equal(2, (await TalkAsync(rig, 3)).Attempts.Count);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task A_reconnect_goes_on_though_the_service_requests_more_than_the_outage_may_last(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        var busy = Http2StreamPlan.Answering().NeverAnswer().HoldHeaders()
            .AfterMessages(1, Http2Action.Status(new ScriptedStatus(StatusCode.Unavailable, "no backend")
                .WithRetryInfo(TimeSpan.FromMinutes(5))));
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, Http2Action.Reset(Http2ErrorCode.InternalError)), busy, busy,
            Http2StreamPlan.Answering());
        Assert.Equal(4, (await TalkAsync(rig, 10)).Attempts.Count);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, true)]
    [InlineData(VoiceCallSessionTransport.Grpc, false)]
    [InlineData(VoiceCallSessionTransport.Rest, true)]
    [InlineData(VoiceCallSessionTransport.Rest, false)]
    public async Task A_reconnect_waits_as_requested_if_the_wait_is_short(VoiceCallSessionTransport transport, bool byService)
    {
        var time = new FakeTimeProvider();
        await using var rig = await RawRig.StartAsync(transport, o => o.TimeProvider = time);
        var wait = TimeSpan.FromSeconds(byService ? 60 : 9);
        var busy = byService
            ? Http2StreamPlan.Answering().NeverAnswer().HoldHeaders()
                .AfterMessages(1, Http2Action.Status(new ScriptedStatus(StatusCode.Unavailable, "busy").WithRetryInfo(wait)))
            : Http2StreamPlan.Page(503, "text/html", "<h1>busy</h1>", ("retry-after", "9"));
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(5, Http2Action.Reset(Http2ErrorCode.InternalError)), busy,
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 1);
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 2);
        await rig.Server.Streams[1].WaitForEndAsync().WaitAsync(CallRig.Watchdog);

        var before = time.GetUtcNow();
        await time.AdvanceUntilAsync(() => rig.Server.Streams.Count >= 3);
        Assert.True(time.GetUtcNow() - before >= wait - TimeSpan.FromSeconds(1),
            $"the next attempt came after {time.GetUtcNow() - before}");
        await rig.EndWholeAsync(session, 2);
    }

    private static async Task<CallReport> TalkAsync(RawRig rig, int chunks)
    {
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, chunks - 1);
        return await rig.EndWholeAsync(session, chunks);
    }

    private static string DateIn(TimeSpan delay) => DateTimeOffset.UtcNow.Add(delay).ToString("R", CultureInfo.InvariantCulture);
}
