using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>
/// The ends that proxies and servers make of streams: which of them end a call, and which are an outage. The table is in
/// docs/resilience.md.
/// </summary>
public sealed class StreamEndRuleTests
{
    private static readonly int[] TransientPages = [408, 421, 425, 429, 460, 500, 502, 503, 504, 520, 530];
    private static readonly int[] PermanentPages = [400, 401, 403, 404, 405, 407, 501];

    public static TheoryData<VoiceCallSessionTransport, Http2ErrorCode> Codes() =>
        Each(Enum.GetValues<Http2ErrorCode>().Append((Http2ErrorCode)0x1234));

    public static TheoryData<VoiceCallSessionTransport, int> AllPages() => Each(TransientPages.Concat(PermanentPages));

    public static TheoryData<VoiceCallSessionTransport, int> PagesThatPass() => Each(TransientPages);

    public static TheoryData<VoiceCallSessionTransport, int> PagesThatStay() => Each(PermanentPages);

    public static TheoryData<VoiceCallSessionTransport, StatusCode, string> AnswersToMessages()
    {
        var data = new TheoryData<VoiceCallSessionTransport, StatusCode, string>();
        foreach (var transport in Transports.Both)
        {
            data.Add(transport, StatusCode.Unknown, "Stream removed");
            data.Add(transport, StatusCode.Internal, "Received RST_STREAM with error code 2");
            data.Add(transport, StatusCode.Cancelled, "context canceled");
            data.Add(transport, StatusCode.DataLoss, "unrecoverable");
            data.Add(transport, (StatusCode)99, "a number that is no status");
        }

        return data;
    }

    [Theory, MemberData(nameof(Codes))]
    public async Task S16_A_reset_of_any_code_in_an_acknowledged_call_is_an_outage(VoiceCallSessionTransport transport, Http2ErrorCode code)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, Http2Action.Reset(code)), Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal([AttemptCause.Open, AttemptCause.Reconnect], report.Attempts.Select(a => a.Cause));
        Assert.Equal(code == Http2ErrorCode.EnhanceYourCalm ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE", report.Attempts[0].Status);
    }

    [Theory, MemberData(nameof(Codes))]
    public async Task S16_A_reset_of_any_code_in_a_call_that_nobody_answered_is_an_outage(
        VoiceCallSessionTransport transport, Http2ErrorCode code)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(100));
        var silent = Http2StreamPlan.Answering().NeverAnswer().AfterMessages(6, Http2Action.Reset(code));
        rig.Server.Script(silent.HoldHeaders(), silent, Http2StreamPlan.Answering());
        var report = await TalkUnansweredAsync(rig);

        // HttpClient itself opens a refused stream again if no response has begun.
        Assert.Equal((CallOutcome.Completed, code == Http2ErrorCode.RefusedStream ? 2 : 3), (report.Outcome, report.Attempts.Count));
        Assert.All(report.Attempts, a => Assert.DoesNotContain("HTTP/1.1", a.Reason, StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S15_A_stream_that_ends_without_trailers_after_answers_is_an_outage(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(
            Http2StreamPlan.Answering().AfterMessages(6, Http2Action.EndStream()),
            Http2StreamPlan.Answering().AfterMessages(1, Http2Action.EndStream()),
            Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S15_A_stream_that_ends_without_trailers_and_answers_is_an_outage(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.OpenConfirmationTimeout = TimeSpan.FromMilliseconds(100));
        var silent = Http2StreamPlan.Answering().NeverAnswer().AfterMessages(6, Http2Action.EndStream());
        rig.Server.Script(silent.HoldHeaders(), silent, Http2StreamPlan.Answering());
        var report = await TalkUnansweredAsync(rig);
        Assert.Equal(["UNAVAILABLE", "UNAVAILABLE", "OK"], report.Attempts.Select(a => a.Status));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S15_An_opening_that_ends_without_trailers_is_tried_again(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(
            Http2StreamPlan.Answering().NeverAnswer().HoldHeaders().AfterMessages(0, Http2Action.EndStream()), Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 3);
        Assert.Equal([AttemptCause.Open, AttemptCause.Open], report.Attempts.Select(a => a.Cause));
    }

    [Theory, MemberData(nameof(AllPages))]
    public async Task S17_A_page_that_a_reconnect_meets_is_an_outage(VoiceCallSessionTransport transport, int status)
    {
        await using var rig = await RawRig.StartAsync(transport);
        var page = Http2StreamPlan.Page(status, "text/plain", "404 page not found");
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(
            6, Http2Action.Reset(Http2ErrorCode.InternalError)), page, page, Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal(4, report.Attempts.Count);
        Assert.Contains($"HTTP {status}", report.Attempts[1].Reason, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S17_UNIMPLEMENTED_of_a_server_that_starts_is_an_outage_at_a_reconnect(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        var starting = Http2StreamPlan.Answering().HoldHeaders().AfterMessages(
            0, Http2Action.Status(StatusCode.Unimplemented, "unknown service"));
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(
            6, Http2Action.Reset(Http2ErrorCode.InternalError)), starting, starting, Http2StreamPlan.Answering());
        Assert.Equal(["UNAVAILABLE", "UNIMPLEMENTED", "UNIMPLEMENTED", "OK"], (await TalkAsync(rig, 10)).Attempts.Select(a => a.Status));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S17_A_page_that_a_rotation_meets_leaves_the_call_on_its_stream(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport, o => o.Rotation.MaxStreamAge = TimeSpan.FromMilliseconds(30));
        rig.Server.Script(
            Http2StreamPlan.Answering(), Http2StreamPlan.Page(404, "text/plain", "404 page not found"), Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        var chunks = 1;
        while (rig.Server.Streams.Count < 3)
        {
            await session.SendChunksAsync(chunks++, 1);
            await session.WaitUntilAcknowledgedAsync();
        }

        var report = await rig.EndWholeAsync(session, chunks);
        Assert.DoesNotContain(report.Attempts, a => a.Cause == AttemptCause.Reconnect);
        Assert.Contains(report.Attempts, a => a.Reason.Contains("HTTP 404", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(PagesThatPass))]
    public async Task S17_A_page_of_a_proxy_that_a_first_opening_meets_is_tried_again(VoiceCallSessionTransport transport, int status)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Page(status, "text/html", "<h1>x</h1>"), Http2StreamPlan.Answering());
        Assert.Equal(2, (await TalkAsync(rig, 3)).Attempts.Count);
    }

    [Theory, MemberData(nameof(PagesThatStay))]
    public async Task S17_A_page_that_means_a_wrong_address_fails_a_first_opening_at_once(VoiceCallSessionTransport transport, int status)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Page(status, "text/html", "<h1>x</h1>"));
        var failure = await Assert.ThrowsAsync<VoiceCallSessionException>(rig.OpenAsync);
        Assert.Equal((1, false, 1), (failure.Attempts, failure.IsTransient, rig.Server.Streams.Count));
    }

    [Theory, MemberData(nameof(AnswersToMessages))]
    public async Task S22_A_status_that_may_be_the_answer_to_a_message_is_an_outage_at_first(
        VoiceCallSessionTransport transport, StatusCode code, string text)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, End(transport, code, text)), Http2StreamPlan.Answering());
        var report = await TalkAsync(rig, 10);
        Assert.Equal(2, report.Attempts.Count);
        Assert.Contains(text, report.Attempts[0].Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(AnswersToMessages))]
    public async Task S22_The_same_status_on_three_streams_without_progress_ends_the_call_and_names_the_message(
        VoiceCallSessionTransport transport, StatusCode code, string text)
    {
        await using var rig = await RawRig.StartAsync(transport);

        // The third message after the configuration is the one that the service cannot process.
        var poisoned = Http2StreamPlan.Answering().NeverAnswer().AfterMessages(2, End(transport, code, text));
        rig.Server.Script(Http2StreamPlan.Answering().AnswerFirst(4).AfterMessages(5, End(transport, code, text)), poisoned, poisoned,
            Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 1);

        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, 3), (report.Outcome, report.Attempts.Count));
        Assert.All(report.Attempts, a => Assert.Equal("5", a.FirstUnacknowledgedId));
        Assert.Contains(text, report.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("5, 5, 5", report.Failure.Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S22_A_status_with_progress_between_its_streams_does_not_count_in_a_row(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(transport);
        var ends = Enumerable.Range(0, 5).Select(
            _ => Http2StreamPlan.Answering().AfterMessages(3, End(transport, StatusCode.Unknown, "Stream removed")));
        rig.Server.Script([.. ends, Http2StreamPlan.Answering()]);
        await using var session = await rig.OpenAsync();
        await session.SendEventAsync(SessionEventBuilder.CallStarted("call-1").Build());
        for (var chunk = 0; chunk < 12; chunk++)
        {
            await session.SendChunksAsync(chunk, 1);
            await session.WaitUntilAcknowledgedAsync();
        }

        Assert.True((await rig.EndWholeAsync(session, 12)).Attempts.Count >= 6);
    }

    [Theory]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.InvalidArgument)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.NotFound)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.AlreadyExists)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.PermissionDenied)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.FailedPrecondition)]
    [InlineData(VoiceCallSessionTransport.Grpc, StatusCode.Unauthenticated)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.InvalidArgument)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.NotFound)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.AlreadyExists)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.PermissionDenied)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.FailedPrecondition)]
    [InlineData(VoiceCallSessionTransport.Rest, StatusCode.Unauthenticated)]
    public async Task S3_A_status_of_the_service_about_the_call_ends_it(VoiceCallSessionTransport transport, StatusCode code)
    {
        await using var rig = await RawRig.StartAsync(transport);
        rig.Server.Script(Http2StreamPlan.Answering().AfterMessages(6, End(transport, code, "not this call")), Http2StreamPlan.Answering());
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 5);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal((CallOutcome.Failed, 1, code), (report.Outcome, report.Attempts.Count, report.Failure!.StatusCode));
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task S16_The_applications_own_classification_comes_first(VoiceCallSessionTransport transport)
    {
        await using var rig = await RawRig.StartAsync(
            transport, o => o.Retry.ShouldRetry = failure => failure.StatusCode == StatusCode.NotFound);
        rig.Server.Script(
            Http2StreamPlan.Answering().AfterMessages(4, End(transport, StatusCode.NotFound, "moved")),
            Http2StreamPlan.Answering().AfterMessages(4, Http2Action.Reset(Http2ErrorCode.InternalError)));
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, 9);
        var report = await session.Completion.WaitAsync(CallRig.Watchdog);
        Assert.Equal(["NOT_FOUND", "UNAVAILABLE"], report.Attempts.Select(a => a.Status));
    }

    private static async Task<CallReport> TalkAsync(RawRig rig, int chunks)
    {
        await using var session = await rig.OpenAsync();
        await session.BeginAsync();
        await session.SendChunksAsync(1, chunks - 1);
        return await rig.EndWholeAsync(session, chunks);
    }

    /// <summary>Five chunks for each of two streams that nobody answers, then one that somebody does.</summary>
    private static async Task<CallReport> TalkUnansweredAsync(RawRig rig)
    {
        await using var session = await rig.OpenAsync();
        for (var chunk = 0; rig.Server.Streams.Count < 3; chunk++)
        {
            await session.SendChunksAsync(chunk, 1);
            await Task.Yield();
        }

        await session.WaitUntilAcknowledgedAsync();
        return await session.EndCallAsync().WaitAsync(CallRig.Watchdog);
    }

    private static Http2Action End(VoiceCallSessionTransport transport, StatusCode code, string text) =>
        Enum.IsDefined(code) || transport == VoiceCallSessionTransport.Grpc
            ? Http2Action.Status(code, text)
            : Http2Action.Send($$$"""{"error":{"code":{{{(int)code}}},"message":"{{{text}}}"}}""" + "\n");

    private static TheoryData<VoiceCallSessionTransport, T> Each<T>(IEnumerable<T> values)
    {
        var data = new TheoryData<VoiceCallSessionTransport, T>();
        foreach (var transport in Transports.Both)
        {
            foreach (var value in values)
            {
                data.Add(transport, value);
            }
        }

        return data;
    }
}
