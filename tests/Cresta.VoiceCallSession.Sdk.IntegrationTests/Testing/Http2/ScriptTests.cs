using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Which plan a stream gets, and what plans say of themselves.</summary>
public sealed class ScriptTests : RawServerTest
{
    [Fact]
    public async Task Plans_are_taken_in_their_order_and_the_last_one_stays()
    {
        Server.Script(Named("a"), Named("b"), Named("rest"));
        Server.ScriptNext(Named("c"), times: 2);
        Assert.Equal(["a", "b", "c", "c", "rest", "rest"], await NamesAsync(6));

        Server.ScriptNext(Named("left out"));
        Server.Script(Named("new"));
        Assert.Equal(["new", "new"], await NamesAsync(2));
    }

    [Fact]
    public async Task A_connection_gives_its_streams_a_plan_before_the_servers()
    {
        Server.ScriptConnections(Http2ConnectionPlan.Serving(), Http2ConnectionPlan.Serving().WithStreams(Named("of the connection")));
        Server.Script(Named("of the server"), Named("of the server, second"));
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();

        foreach (var (client, name) in new[] { (second, "of the connection"), (first, "of the server"), (second, "of the connection") })
        {
            await client.OpenStreamAsync(client == second ? 2 * (Server.Streams.Count / 2) + 1 : 1);
            Assert.Contains(new("x-name", name), await client.ReadHeadersAsync());
        }
    }

    [Fact]
    public void Plans_say_what_they_do()
    {
        Assert.Equal("answers all", Http2StreamPlan.Answering().ToString());
        Assert.Equal("answers none; after 0 messages: RST_STREAM RefusedStream", Http2StreamPlan.Refusing().NeverAnswer().ToString());
        Assert.Equal("answers none; after 0 messages: HTTP 502", Http2StreamPlan.Page(502, "text/html", "x").ToString());
        Assert.Equal(
            "answers each multiple of 3 up to 9; after 1.5 s: GOAWAY NoError up to 3, close connection; "
            + "on half-close: trailers grpc-status 99",
            Http2StreamPlan.Answering().AnswerEvery(3).AnswerFirst(9)
                .After(TimeSpan.FromSeconds(1.5), Http2Action.GoAway(Http2ErrorCode.NoError, "", 3), Http2Action.CloseConnection())
                .OnHalfClose(Http2Action.Trailers(("grpc-status", "99"))).ToString());
        Assert.Equal(
            "SETTINGS MaxConcurrentStreams 1", Http2Action.ChangeSettings(new Http2Settings { MaxConcurrentStreams = 1 }).ToString());
    }

    [Fact]
    public void Arguments_that_cannot_be_used_are_rejected()
    {
        var plan = Http2StreamPlan.Answering();
        Assert.Throws<ArgumentOutOfRangeException>("k", () => plan.AnswerEvery(0));
        Assert.Throws<ArgumentOutOfRangeException>("messages", () => plan.AnswerFirst(-1));
        Assert.Throws<ArgumentOutOfRangeException>("messages", () => plan.AfterMessages(-1));
        Assert.Throws<ArgumentOutOfRangeException>("bytes", () => plan.PadAnswers(-1));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => plan.After(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => plan.After(TimeSpan.MaxValue));
        Assert.Throws<ArgumentNullException>("actions", () => plan.OnHalfClose(null!));
        Assert.Throws<ArgumentNullException>("actions", () => plan.OnHalfClose([null!]));
        Assert.Throws<ArgumentOutOfRangeException>("requests", () => Http2ConnectionPlan.Serving().LimitRequests(0));
        Assert.Throws<ArgumentOutOfRangeException>("minInterval", () => Http2ConnectionPlan.Serving().LimitPings(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("maxStrikes", () => Http2ConnectionPlan.Serving().LimitPings(TimeSpan.Zero, -1));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Http2ConnectionPlan.Serving().After(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("bytes", () => Http2Action.AnswerPart(0));
        Assert.Throws<ArgumentOutOfRangeException>("lastStreamId", () => Http2Action.GoAway(Http2ErrorCode.NoError, "", -1));
        Assert.Throws<ArgumentException>("trailers", () => Http2Action.Trailers());
        Assert.Throws<ArgumentNullException>("trailers", () => Http2Action.TrailersOnly(("a", null!)));
        Assert.Throws<ArgumentException>("plans", () => Server.Script());
        Assert.Throws<ArgumentNullException>("plans", () => Server.ScriptConnections([null!]));
        Assert.Throws<ArgumentOutOfRangeException>("times", () => Server.ScriptNext(plan, 0));
    }

    private static Http2StreamPlan Named(string name) => Http2StreamPlan.Answering().WithHeader("x-name", name);

    private async Task<List<string>> NamesAsync(int streams)
    {
        var names = new List<string>();
        for (var i = 0; i < streams; i++)
        {
            using var call = Open(CallTransport.Grpc);
            names.Add((await call.Response.Guarded()).Headers.GetValues("x-name").Single());
        }

        return names;
    }
}
