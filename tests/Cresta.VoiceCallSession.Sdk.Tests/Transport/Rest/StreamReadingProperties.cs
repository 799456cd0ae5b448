using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

/// <summary>Whatever comes as an answer: no crash, no hang, nothing but one typed failure.</summary>
public class StreamReadingProperties
{
    private static readonly string[] Fragments =
    [
        "{\"result\":{\"sequenceId\":\"1\"}}", "{\"result\":{\"session_status\":{\"code\":3,\"message\":\"é📞\"},\"sequence_id\":\"2\"}}",
        "{\"result\":", "{\"error\":{\"code\":7}}", "{\"error\":{\"grpc_code\":16,\"message\":\"m\"}}", "{\"error\":\"text\"}",
            "{\"error\":null}", "{}", "null", "[1]", "\"\\ud800\"",
        "{\"\\ud800\":1}", "{\"result\":{\"sequenceId\":\"\\ud800\"}}",
            "{\"result\":{\"sessionStatus\":{\"code\":\"x\",\"details\":[{\"@type\":\"t\"}]},\"sequenceId\":\"9\"}}",
        "{\"result\":{\"sessionStatus\":{\"code\":99999999999999}}}",
            "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"x\"}]}}",
        "{", "}", "}}", "\"", "\n", "\r\n", "\n\n", " ", "\t", "\uFEFF", "\0", "<html>", ",", "[", "]", new string('[', 100),
            new string('{', 100), "1e999",
        "{\"result\":{\"conversationName\":\"" + new string('x', 2000) + "\"}}\n",
    ];

    [Property(MaxTest = 500)]
    public async Task Random_bytes_end_in_peace_or_in_one_typed_failure(byte[] body, PositiveInt[] pieces) =>
        await AssertEndsAsync(body, pieces);

    [Property(MaxTest = 1000)]
    public async Task Random_mixes_of_what_servers_send_end_in_peace_or_in_one_typed_failure(
        NonNegativeInt[] picks, PositiveInt[] pieces, byte[] noise, NonNegativeInt place)
    {
        var body = picks.SelectMany(p => Encoding.UTF8.GetBytes(Fragments[p.Get % Fragments.Length])).ToList();
        body.InsertRange(place.Get % (body.Count + 1), noise.Length > 3 ? noise[..3] : noise);
        await AssertEndsAsync([.. body], pieces);
    }

    [Property]
    public async Task Wherever_it_is_split_the_answers_are_the_same(
        PositiveInt[] pieces, bool carriageReturns, bool byteOrderMark, bool lastNewline, bool blankLines)
    {
        var end = (carriageReturns ? "\r\n" : "\n") + (blankLines ? " \r\n\n" : "");
        var lines = Enumerable.Range(1, 20).Select(i => $"{{\"result\":{{\"sequenceId\":\"{i}\",\"conversationName\":\"é📞 {{}}\\n\"}}}}");
        var body = (byteOrderMark ? "\uFEFF" : "") + string.Join(end, lines) + (lastNewline ? end : "");

        var (answers, failure) = await RestReading.ReadStreamAsync(Encoding.UTF8.GetBytes(body), Sizes(pieces));

        Assert.Null(failure);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), answers.Select(a => a.SequenceId));
        Assert.All(answers, a => Assert.Equal("é📞 {}\n", a.ConversationName));
    }

    [Fact]
    public async Task Split_at_every_single_place_the_error_is_the_same()
    {
        var body = Encoding.UTF8.GetBytes("{\"result\":{\"sequenceId\":\"1\"}}\r\n{\"error\":{\"code\":7,\"message\":\"é}\"}}");
        for (var place = 1; place < body.Length; place++)
        {
            var (answers, failure) = await RestReading.ReadStreamAsync(body, [place, body.Length]);
            Assert.Equal("1", Assert.Single(answers).SequenceId);
            Assert.Equal((StatusCode.PermissionDenied, "é}"), (failure!.StatusCode, failure.Status.Detail));
        }
    }

    [Fact]
    public async Task Cut_off_at_every_single_place_only_whole_answers_are_given()
    {
        var body = Encoding.UTF8.GetBytes("{\"result\":{\"sequenceId\":\"1\"}}\n{\"result\":{\"sequenceId\":\"é\"}}");
        for (var length = 0; length < body.Length; length++)
        {
            var (answers, failure) = await RestReading.ReadStreamAsync(body[..length]);
            Assert.Null(failure);
            Assert.Equal(length < 29 ? 0 : 1, answers.Count);
        }
    }

    [Theory]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}}{\"result\":{\"sequenceId\":\"2\"}} {\"result\":{\"sequenceId\":\"3\"}}\n", 3)]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}} trailing\n{\"result\":{\"sequenceId\":\"2\"}}", 2)]
    [InlineData("{\"result\":{\"sequenceId\":\"\xff\"}}\n", 1)]
    [InlineData("{\"result\":{\"sequenceId\":\"1\",\"sessionStatus\":{\"code\":5,\"details\":[{\"@type\":\"example.com/unknown\",\"a\":1}]},\"future\":{\"x\":[null]}}}", 1)]
    [InlineData("{\"result\":{}}", 1)]
    [InlineData("{\"result\":{\"sequenceId\":7}}", 0)]
    public async Task What_can_be_understood_is(string body, int expected)
    {
        var (answers, failure) = await RestReading.ReadStreamAsync(Encoding.Latin1.GetBytes(body));
        Assert.Null(failure);
        Assert.Equal(expected, answers.Count);
    }

    [Fact]
    public async Task A_detail_of_an_unknown_type_costs_neither_code_nor_id_and_keeps_its_content()
    {
        var (answers, _) = await RestReading.ReadStreamAsync(
            "{\"result\":{\"sequence_id\":\"1\",\"session_status\":{\"code\":5,\"message\":\"m\",\"details\":[{\"@type\":\"example.com/unknown\",\"a\":1}]}}}"u8.ToArray());
        var answer = Assert.Single(answers);
        Assert.Equal(("1", 5, "m"), (answer.SequenceId, answer.SessionStatus.Code, answer.SessionStatus.Message));
        Assert.Equal(1, answer.SessionStatus.Details[0].Unpack<Google.Protobuf.WellKnownTypes.Struct>().Fields["a"].NumberValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_line_over_the_limit_ends_the_stream(int piece)
    {
        var body = Encoding.UTF8.GetBytes("{\"result\":{\"conversationName\":\"" + new string('x', RestReading.MaxLineBytes) + "\"}}\n");
        var (answers, failure) = await RestReading.ReadStreamAsync(body, [piece]);
        Assert.Empty(answers);
        Assert.Equal(StatusCode.ResourceExhausted, failure!.StatusCode);
    }

    [Theory]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}}\n{\"error\":{\"code\":7}}", StatusCode.PermissionDenied)]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}}\n{\"error\":{\"code\":7", StatusCode.Unavailable)]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}}\n", StatusCode.Unavailable)]
    [InlineData("{\"result\":{\"sequenceId\":\"1\"}}", StatusCode.Unavailable)]
    public async Task A_body_that_breaks_keeps_the_error_that_was_whole_and_is_transient_otherwise(string body, StatusCode expected)
    {
        var (answers, failure) = await RestReading.ReadStreamAsync(Encoding.UTF8.GetBytes(body), [1000], failingRead: 1);
        Assert.Single(answers);
        Assert.Equal(expected, failure!.StatusCode);
    }

    private static async Task AssertEndsAsync(byte[] body, PositiveInt[] pieces)
    {
        // Anything but an RpcException fails the test, and so does a read that never ends.
        await RestReading.ReadStreamAsync(body, Sizes(pieces));
        await RestReading.ReadStreamAsync(body, Sizes(pieces), failingRead: pieces.Length);
        var refusal = await RestReading.ReadStreamAsync(body, Sizes(pieces), HttpStatusCode.Forbidden);
        Assert.NotNull(refusal.End);
        Assert.Empty(refusal.Answers);
        await RestReading.ReadUnaryAsync(body, Sizes(pieces));
        Assert.NotEqual(StatusCode.OK, (await RestReading.ReadUnaryAsync(body, Sizes(pieces), HttpStatusCode.BadGateway))!.StatusCode);
    }

    private static int[] Sizes(PositiveInt[] pieces) => [.. pieces.Select(p => p.Get)];
}
