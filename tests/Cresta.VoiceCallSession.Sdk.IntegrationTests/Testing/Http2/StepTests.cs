using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>When the steps of a plan happen.</summary>
public sealed class StepTests : RawServerTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_step_after_messages_happens_when_they_are_answered(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering()
            .AfterMessages(2, Http2Action.Answer("a"), Http2Action.Answer("b"))
            .AfterMessages(2, Http2Action.Answer("c")));
        using var call = Open(transport);
        await call.SendAsync(3);
        call.HalfClose();

        Assert.Equal(["1", "2", "a", "b", "c", "3"], await call.ReadAnswersAsync());
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_step_by_time_happens_when_it_is_due(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().After(3 * Second, Http2Action.Reset(Http2ErrorCode.ProtocolError)));
        using var call = Open(transport);
        await call.Response.Guarded();
        Assert.Equal(3 * Second, await Time.NextWaitAsync());

        Time.Advance(3 * Second - TimeSpan.FromTicks(1));
        Assert.Equal(RawHttp2StreamEnding.Running, Server.Streams[0].Ending);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((long)Http2ErrorCode.ProtocolError, (await call.FailureAsync()).ErrorCode);
        Assert.Equal(3 * Second, Server.Streams[0].EndedAt - Server.Streams[0].StartedAt);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_page_by_time_comes_after_the_half_close(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().After(Second, Http2Action.Page(504, "text/plain", "late")));
        using var call = Open(transport);
        await call.SendAsync();
        call.HalfClose();
        await (await Server.WaitForStreamsAsync(1).Guarded())[0].WaitForHalfCloseAsync().Guarded();
        await Time.NextWaitAsync();

        Assert.False(call.Response.IsCompleted);
        Time.Advance(Second);

        Assert.Equal("late"u8.ToArray(), await call.ReadToEndAsync());
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_step_by_time_does_nothing_after_the_end(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().After(Second, Http2Action.AbortConnection()));
        using var call = Open(transport);
        call.HalfClose();
        Assert.Empty(await call.ReadAnswersAsync());
        await Time.NextWaitAsync();

        Time.Advance(Second);

        Assert.True(Server.Connections[0].IsOpen);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_step_at_the_half_close_comes_before_the_end(CallTransport transport)
    {
        Server.Script(
            Http2StreamPlan.Answering().OnHalfClose(Http2Action.Answer("late")),
            Http2StreamPlan.Answering().OnHalfClose(Http2Action.Reset(Http2ErrorCode.Cancel)));

        using var call = Open(transport);
        call.HalfClose();
        Assert.Equal(["late"], await call.ReadAnswersAsync());

        using var reset = Open(transport);
        reset.HalfClose();
        Assert.Equal((long)Http2ErrorCode.Cancel, (await reset.FailureAsync()).ErrorCode);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_half_close_is_left_unanswered_until_the_test_ends_the_stream(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().NeverEnd());
        using var call = Open(transport);
        await call.SendAsync();
        call.HalfClose();
        var stream = (await Server.WaitForStreamsAsync(1).Guarded())[0];
        await stream.WaitForHalfCloseAsync().Guarded();
        Assert.Equal(RawHttp2StreamEnding.Running, stream.Ending);

        stream.Execute(Http2Action.Answer("2"), Http2Action.EndStream());

        Assert.Equal(["1", "2"], await call.ReadAnswersAsync());
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, stream.Ending);
    }

    [Fact]
    public async Task Actions_on_a_stream_that_has_ended_do_nothing()
    {
        using var call = Open(CallTransport.Grpc);
        call.HalfClose();
        await call.ReadAnswersAsync();

        Server.Streams[0].Execute(
            Http2Action.Answer("1"),
            Http2Action.EndStream(),
            Http2Action.Status(StatusCode.Internal, ""),
            Http2Action.Page(500, "", ""),
            Http2Action.TrailersOnly(("a", "b")));

        Assert.Empty(Server.ProtocolErrors);
        using var next = Open(CallTransport.Grpc);
        next.HalfClose();
        Assert.Empty(await next.ReadAnswersAsync());
        Assert.Single(Server.Connections);
    }

    [Fact]
    public async Task A_wait_for_messages_fails_when_the_stream_ends_before()
    {
        using var call = Open(CallTransport.Rest);
        await call.SendAsync(2);
        var stream = (await Server.WaitForStreamsAsync(1).Guarded())[0];
        await stream.WaitForMessagesAsync(2).Guarded();
        var waiting = stream.WaitForMessagesAsync(3);

        stream.Execute(Http2Action.Reset(Http2ErrorCode.Cancel));

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.Guarded());
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WaitForMessagesAsync(3).Guarded());
    }
}
