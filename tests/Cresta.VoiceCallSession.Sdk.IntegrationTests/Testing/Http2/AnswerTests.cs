using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Which messages are answered, and how.</summary>
public sealed class AnswerTests : RawServerTest
{
    [Theory, ClassData(typeof(CallTransports))]
    public Task Every_kth_message_is_answered(CallTransport transport) =>
        AnsweredAsync(transport, Http2StreamPlan.Answering().AnswerEvery(2), "2", "4");

    [Theory, ClassData(typeof(CallTransports))]
    public Task Only_the_first_messages_are_answered(CallTransport transport) =>
        AnsweredAsync(transport, Http2StreamPlan.Answering().AnswerFirst(3), "1", "2", "3");

    [Theory, ClassData(typeof(CallTransports))]
    public Task No_message_is_answered(CallTransport transport) => AnsweredAsync(transport, Http2StreamPlan.Answering().NeverAnswer());

    [Theory, ClassData(typeof(CallTransports))]
    public Task Answers_may_begin_the_response(CallTransport transport) =>
        AnsweredAsync(transport, Http2StreamPlan.Answering().HoldHeaders(), "1", "2", "3", "4", "5");

    [Theory, ClassData(typeof(CallTransports))]
    public async Task Answers_are_padded_to_more_than_a_frame_and_a_window(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().PadAnswers(100_000));
        using var call = Open(transport);
        await call.SendAsync(3);
        call.HalfClose();

        var body = await call.ReadToEndAsync();

        Assert.True(body.Length > 300_000);
        Assert.Equal(["1", "2", "3"], CallMessages.AnsweredIds(transport, body));
    }

    [Fact]
    public async Task Compressed_answers_say_so_and_can_be_read()
    {
        Server.Script(Http2StreamPlan.Answering().CompressAnswers());
        using var call = Open(CallTransport.Grpc);
        await call.SendAsync(2);
        call.HalfClose();

        var body = await call.ReadToEndAsync();

        Assert.Equal("gzip", (await call.Response).Headers.GetValues("grpc-encoding").Single());
        Assert.Equal(1, body[0]);
        Assert.Equal(["1", "2"], CallMessages.AnsweredIds(CallTransport.Grpc, body));
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task An_answer_is_cut_inside(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().NeverAnswer().AfterMessages(1, Http2Action.AnswerPart(6), Http2Action.EndStream()));
        using var call = Open(transport);
        await call.SendAsync();

        var body = await call.ReadToEndAsync();

        Assert.Equal(transport == CallTransport.Grpc ? [0, 0, 0, 0, 3, 0x12] : Encoding.UTF8.GetBytes("{\"resu"), body);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task Stray_answers_and_any_bytes_are_sent(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().NeverAnswer().AfterMessages(
            1, Http2Action.Answer("99"), Http2Action.Send("odd"), Http2Action.Send(new byte[] { 1, 2 })));
        using var call = Open(transport);
        await call.SendAsync();
        call.HalfClose();

        var body = await call.ReadToEndAsync();

        Assert.Equal(["99"], CallMessages.AnsweredIds(transport, body[..^5]));
        Assert.Equal([.. "odd"u8, 1, 2], body[^5..]);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task Headers_are_added_and_the_content_type_replaced(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().WithHeader("x-extra", "1").WithHeader("content-type", "text/plain"));
        using var call = Open(transport);

        var response = await call.Response.Guarded();

        Assert.Equal("1", response.Headers.GetValues("x-extra").Single());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.ToString());
    }

    private async Task AnsweredAsync(CallTransport transport, Http2StreamPlan plan, params string[] expected)
    {
        Server.Script(plan);
        using var call = Open(transport);
        await call.SendAsync(5);
        call.HalfClose();

        Assert.Equal(expected, await call.ReadAnswersAsync());
        Assert.Equal(expected.Length, Server.Streams[0].AnsweredCount);
        Assert.Equal(5, Server.Streams[0].MessageCount);
        Assert.Empty(Server.ProtocolErrors);
    }
}
