using System.Net;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Http2;

/// <summary>Each end of a stream, as .NET's HTTP client sees it.</summary>
public sealed class StreamEndTests : RawServerTest
{
    public static TheoryData<CallTransport, Http2ErrorCode, bool> Resets()
    {
        var data = new TheoryData<CallTransport, Http2ErrorCode, bool>();
        foreach (var transport in new[] { CallTransport.Grpc, CallTransport.Rest })
        {
            foreach (var code in Enum.GetValues<Http2ErrorCode>().Append((Http2ErrorCode)0x1234))
            {
                data.Add(transport, code, true);

                // The client tries again by itself, see A_refused_stream_is_tried_again.
                if (code != Http2ErrorCode.RefusedStream)
                {
                    data.Add(transport, code, false);
                }
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Resets))]
    public async Task A_reset_has_its_code_before_and_after_the_headers(CallTransport transport, Http2ErrorCode code, bool headers)
    {
        var plan = Http2StreamPlan.Answering().NeverAnswer().AfterMessages(2, Http2Action.Reset(code));
        Server.Script(headers ? plan : plan.HoldHeaders());
        using var call = Open(transport);
        await call.SendAsync(2);

        Assert.Equal((long)code, (await call.FailureAsync()).ErrorCode);

        Assert.Equal(headers, call.Response.IsCompletedSuccessfully);
        var stream = Assert.Single(Server.Streams);
        Assert.Equal(RawHttp2StreamEnding.ResetByServer, stream.Ending);
        Assert.Equal(code, stream.ErrorCode);
        Assert.Equal(["1", "2"], stream.SequenceIds);
        Assert.Empty(Server.ProtocolErrors);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_refused_stream_is_tried_again(CallTransport transport)
    {
        Server.ScriptNext(Http2StreamPlan.Refusing());

        using var response = await PostAsync(transport).Guarded();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([Http2ErrorCode.RefusedStream, null], Server.Streams.Select(stream => stream.ErrorCode));
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_stream_ends_without_trailers(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(2, Http2Action.EndStream()));
        using var call = Open(transport);
        await call.SendAsync(2);

        Assert.Equal(["1", "2"], await call.ReadAnswersAsync());
        Assert.Empty((await call.Response).TrailingHeaders);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, Server.Streams[0].Ending);
        Assert.False(Server.Streams[0].ClientHalfClosed);
    }

    [Fact]
    public async Task A_status_is_gRPC_trailers_after_answers_and_headers_before()
    {
        var status = new ScriptedStatus(StatusCode.ResourceExhausted, "100 % é")
            .WithRetryInfo(TimeSpan.FromSeconds(1))
            .WithTrailer("x-extra", "1");
        var details = Convert.ToBase64String(status.ToStatus().ToByteArray());
        Server.Script(
            Http2StreamPlan.Answering().AfterMessages(1, Http2Action.Status(status)),
            Http2StreamPlan.Answering().HoldHeaders().AfterMessages(0, Http2Action.Status(status)));

        using var call = Open(CallTransport.Grpc);
        await call.SendAsync();
        Assert.Equal(["1"], await call.ReadAnswersAsync());
        Assert.Equal("8", await call.TrailerAsync("grpc-status"));
        Assert.Equal("100 %25 %C3%A9", await call.TrailerAsync("grpc-message"));
        Assert.Equal(details, await call.TrailerAsync("grpc-status-details-bin"));
        Assert.Equal("1", await call.TrailerAsync("x-extra"));

        using var atOnce = Open(CallTransport.Grpc);
        Assert.Empty(await atOnce.ReadToEndAsync());
        Assert.Equal("8", (await atOnce.Response).Headers.GetValues("grpc-status").Single());
        Assert.Empty((await atOnce.Response).TrailingHeaders);
    }

    [Fact]
    public async Task A_status_is_a_REST_line_after_answers_and_a_response_before()
    {
        var status = Http2Action.Status(StatusCode.Unavailable, "later");
        const string Error = "{\"error\":{\"code\":14,\"message\":\"later\",\"details\":[]}}\n";
        Server.Script(
            Http2StreamPlan.Answering().AfterMessages(1, status), Http2StreamPlan.Answering().HoldHeaders().AfterMessages(0, status));

        using var call = Open(CallTransport.Rest);
        await call.SendAsync();
        Assert.Equal("{\"result\":{\"sequenceId\":\"1\"}}\n" + Error, Encoding.UTF8.GetString(await call.ReadToEndAsync()));

        using var atOnce = Open(CallTransport.Rest);
        Assert.Equal(Error, Encoding.UTF8.GetString(await atOnce.ReadToEndAsync()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await atOnce.Response).StatusCode);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task Trailers_are_sent_as_they_are(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(
            1,
            Http2Action.Trailers(
                ("grpc-status", "99999999999"), ("grpc-message", "caf%C3%A9 %ZZ 100% %"), ("grpc-status-details-bin", "!!!notbase64"))));
        using var call = Open(transport);
        await call.SendAsync();

        Assert.Equal(["1"], await call.ReadAnswersAsync());
        Assert.Equal("99999999999", await call.TrailerAsync("grpc-status"));
        Assert.Equal("caf%C3%A9 %ZZ 100% %", await call.TrailerAsync("grpc-message"));
        Assert.Equal("!!!notbase64", await call.TrailerAsync("grpc-status-details-bin"));
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_trailers_only_response_has_its_trailers_as_headers(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(1, Http2Action.TrailersOnly(("grpc-status", "12"))));
        using var call = Open(transport);
        await call.SendAsync();

        Assert.Empty(await call.ReadToEndAsync());
        Assert.Equal("12", (await call.Response).Headers.GetValues("grpc-status").Single());
        Assert.Equal(0, Server.Streams[0].AnsweredCount);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_page_is_a_whole_response_with_its_headers(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Page(502, "text/html", "<h1>é</h1>", ("retry-after", "5"), ("server", "nginx")));
        using var call = Open(transport);

        Assert.Equal("<h1>é</h1>", Encoding.UTF8.GetString(await call.ReadToEndAsync()));
        var response = await call.Response;
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.Equal("nginx", response.Headers.Server.ToString());
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_page_without_a_body_may_be_followed_by_a_reset_without_error(CallTransport transport)
    {
        Server.Script(Http2StreamPlan.Answering().AfterMessages(
            1, Http2Action.Page(504, "", ""), Http2Action.Reset(Http2ErrorCode.NoError)));
        using var call = Open(transport);
        await call.SendAsync();

        Assert.Empty(await call.ReadToEndAsync());
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await call.Response).StatusCode);
        Assert.Null((await call.Response).Content.Headers.ContentType);
        Assert.Equal(RawHttp2StreamEnding.EndedByServer, Server.Streams[0].Ending);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_page_that_comes_too_late_is_recorded_and_not_sent(CallTransport transport)
    {
        using var call = Open(transport);
        await call.Response.Guarded();

        Server.Streams[0].Execute(Http2Action.Page(502, "text/html", ""));
        call.HalfClose();

        Assert.Empty(await call.ReadToEndAsync());
        Assert.Contains("page", Assert.Single(Server.ProtocolErrors).Message);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_half_close_is_followed_by_the_end(CallTransport transport)
    {
        using var call = Open(transport);
        await call.SendAsync(3);
        call.HalfClose();

        Assert.Equal(["1", "2", "3"], await call.ReadAnswersAsync());
        Assert.Equal(transport == CallTransport.Grpc ? "0" : null, await call.TrailerAsync("grpc-status"));
        Assert.True(Server.Streams[0].ClientHalfClosed);
    }

    [Theory, ClassData(typeof(CallTransports))]
    public async Task A_client_that_cancels_resets_the_stream(CallTransport transport)
    {
        using var call = Open(transport);
        await call.CancelAsync();

        var stream = Server.Streams[0];
        await stream.WaitForEndAsync().Guarded();
        Assert.Equal(RawHttp2StreamEnding.ResetByClient, stream.Ending);
        Assert.Equal(Http2ErrorCode.Cancel, stream.ErrorCode);
        Assert.Equal(Http2ErrorCode.Cancel, stream.ClientReset);
    }
}
