using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>The misbehaviour of gateways and proxies.</summary>
public sealed class RestBehaviorTests : RestServerTest
{
    private static readonly ScriptedStatus Busy = new(StatusCode.ResourceExhausted, "busy");

    public static TheoryData<RestQuirks, string> Quirks() => new()
    {
        { RestQuirks.CarriageReturns, $"{Answer("1")}\r\n{Answer("2")}\r\n" },
        { RestQuirks.ByteOrderMark, $"\uFEFF{Answer("1")}\n{Answer("2")}\n" },
        { RestQuirks.BlankLines, $"{Answer("1")}\n\n{Answer("2")}\n\n" },
        { RestQuirks.TrailingJunk, $"{Answer("1")}\n{Answer("2")}\nupstream closed\n" },
        { RestQuirks.CarriageReturns | RestQuirks.BlankLines, $"{Answer("1")}\r\n\r\n{Answer("2")}\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Quirks))]
    public async Task Lines_have_quirks(RestQuirks quirks, string expected)
    {
        Server.Rest = new RestBehavior { Quirks = quirks };

        Assert.Equal(expected, (await Client.PostAsync(RestClient.Sessions, Config + Event("2"))).Body);
    }

    [Fact]
    public async Task Unknown_lines_and_fields_come_with_each_answer()
    {
        Server.Rest = new RestBehavior { Quirks = RestQuirks.UnknownLines | RestQuirks.UnknownFields };

        var lines = (await Client.PostAsync(RestClient.Sessions, Config + Event("2"))).Body.Split('\n');

        Assert.Equal("""{"notice":"a line of a later version"}""", lines[0]);
        Assert.Equal(lines[0], lines[2]);
        Assert.EndsWith(""","unknownField":"of a later version"}}""", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_reads_the_whole_body_passes_nothing_on_before_its_end()
    {
        Server.Rest = new RestBehavior { ReadsWholeBody = true };
        var isWhole = false;
        var wasWhole = new ConcurrentQueue<bool>();
        Server.Script = CallScript.Answering().FailMessagesWhere(
            _ =>
            {
                wasWhole.Enqueue(Volatile.Read(ref isWhole));
                return false;
            },
            Busy);
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config);
        await exchange.WriteAsync(Event("2"));

        // On the same connection, so both have arrived.
        await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""");
        Assert.False(exchange.Response.IsCompleted);
        Volatile.Write(ref isWhole, true);
        exchange.Complete();

        Assert.Equal([Answer("1"), Answer("2")], await exchange.ReadLinesAsync());
        Assert.Equal([true, true], wasWhole);
    }

    [Theory]
    [InlineData(StatusCode.OK)]
    [InlineData(StatusCode.Unavailable)]
    public async Task A_proxy_that_buffers_holds_all_answers_back_until_the_end(StatusCode end)
    {
        Server.Rest = new RestBehavior { BuffersAnswers = true };
        Server.Script = CallScript.Answering().EndWithStatus(end, 3);
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config + Event("2"));
        var call = await Server.WaitForCallStartAsync("c").Guarded();
        await call.WaitForMessagesAsync(2).Guarded();
        await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""");
        Assert.False(exchange.Response.IsCompleted);

        await exchange.WriteAsync(Event("3"));

        var lines = await exchange.ReadLinesAsync();
        Assert.Equal([Answer("1"), Answer("2"), Answer("3")], lines[..3]);
        Assert.Equal(end == StatusCode.OK ? 3 : 4, lines.Count);
        Assert.Equal(HttpStatusCode.OK, (await exchange.Response).StatusCode);
    }

    [Fact]
    public async Task A_proxy_without_its_backend_answers_502_in_html_and_the_service_sees_nothing()
    {
        Server.RestNext(new RestBehavior { AnswersBadGateway = true }, times: 2);

        foreach (var path in new[] { RestClient.Sessions, RestClient.Unary("p") })
        {
            var reply = await Client.PostAsync(path, Config);
            Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (reply.Status, reply.ContentType));
            Assert.StartsWith("<html>", reply.Body, StringComparison.Ordinal);
        }

        Assert.Empty(Server.Calls);
        Assert.Empty(Server.UnaryEvents);
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync(RestClient.Sessions, Config)).Status);
    }

    [Theory]
    [InlineData(RestErrorBody.PlainText, "text/plain; charset=utf-8", "busy")]
    [InlineData(RestErrorBody.Html, "text/html", "<html>")]
    [InlineData(RestErrorBody.Empty, null, "")]
    public async Task Refusals_may_be_no_json(RestErrorBody body, string? contentType, string start)
    {
        Server.Rest = new RestBehavior { ErrorBody = body };
        Server.Script = CallScript.Answering().EndWithStatus(Busy, 0);
        Server.UnaryScript = UnaryScript.Answering().FailWith(Busy);

        foreach (var path in new[] { RestClient.Sessions, RestClient.Unary("p") })
        {
            var reply = await Client.PostAsync(path, """{"sessionEvent":{}}""");
            Assert.Equal((HttpStatusCode.TooManyRequests, contentType), (reply.Status, reply.ContentType));
            Assert.StartsWith(start, reply.Body, StringComparison.Ordinal);
            Assert.Equal(body == RestErrorBody.Empty, reply.Body.Length == 0);
        }
    }

    [Fact]
    public async Task Refusals_say_when_to_come_again_in_seconds_or_as_a_date()
    {
        var date = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Server.Script = CallScript.Answering().EndWithStatus(Busy, 0);
        Server.UnaryScript = UnaryScript.Answering().FailWith(Busy);
        Server.RestNext(new RestBehavior { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)) });
        Server.RestNext(new RestBehavior { RetryAfter = new RetryConditionHeaderValue(date) });
        Server.RestNext(new RestBehavior { RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero), AnswersBadGateway = true });

        Assert.Equal(TimeSpan.FromSeconds(7), (await Client.PostAsync(RestClient.Sessions, Config)).Headers.RetryAfter!.Delta);
        Assert.Equal(date, (await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""")).Headers.RetryAfter!.Date);
        Assert.Equal(TimeSpan.Zero, (await Client.PostAsync(RestClient.Sessions, Config)).Headers.RetryAfter!.Delta);
        Assert.Null((await Client.PostAsync(RestClient.Sessions, Config)).Headers.RetryAfter);
    }

    [Fact]
    public async Task An_early_end_may_be_a_reset_which_leaves_the_http_status()
    {
        Server.Rest = new RestBehavior { EarlyEndReset = Http2ErrorCode.StreamClosed };
        Server.Script = CallScript.Answering().EndWithStatus(StatusCode.Unavailable, 2);
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config);
        Assert.Equal(Answer("1"), await exchange.ReadLineAsync());
        await exchange.WriteAsync(Event("2"));

        var failure = await Assert.ThrowsAnyAsync<IOException>(exchange.ReadLinesAsync);

        Assert.Equal((long)Http2ErrorCode.StreamClosed, Assert.IsType<HttpProtocolException>(failure).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await exchange.Response).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Server.WaitForCallAsync("c").Guarded()).Status!.Value.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_the_client_has_ended_is_not_reset()
    {
        Server.Rest = new RestBehavior { EarlyEndReset = Http2ErrorCode.StreamClosed };

        Assert.Equal(Answer("1") + "\n", (await Client.PostAsync(RestClient.Sessions, Config)).Body);
    }

    [Fact]
    public async Task Over_http1_messages_may_be_lost_after_the_first_answer_and_over_http2_not()
    {
        Server.Rest = new RestBehavior { LosesMessagesOverHttp1 = true };
        var body = Config + Event("2") + Event("3");

        Assert.Equal(["1"], Answered((await Client.PostAsync(RestClient.Sessions, body, HttpVersion.Version11)).Body));
        Assert.Equal(["1", "2", "3"], Answered((await Client.PostAsync(RestClient.Sessions, body)).Body));

        Assert.All(await Server.WaitForCallsAsync(2).Guarded(), call => call.ShouldHaveEndedWith(StatusCode.OK));
        Assert.Equal([1L, 3L], Server.Calls.Select(call => call.MessageCount));
    }

    [Fact]
    public async Task A_behaviour_is_chosen_for_each_request_and_kept_by_it()
    {
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config);
        Assert.Equal(Answer("1"), await exchange.ReadLineAsync());

        Server.Rest = new RestBehavior { Style = RestStyle.V1 };
        await exchange.WriteAsync(Event("2"));

        Assert.Equal(Answer("2"), await exchange.ReadLineAsync());
        Assert.Equal(AnswerV1("1") + "\n", (await Client.PostAsync(RestClient.Sessions, Config)).Body);
    }

    [Fact]
    public void Nulls_and_impossible_counts_are_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("value", () => Server.Rest = null!);
        Assert.Throws<ArgumentNullException>("behavior", () => Server.RestNext(null!));
        Assert.Throws<ArgumentOutOfRangeException>("times", () => Server.RestNext(RestBehavior.Default, 0));
    }
}
