using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;
using Google.Rpc;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>The bytes of answers and errors, in both styles.</summary>
public sealed class RestResponseTests : RestServerTest
{
    private const string RetryInfoV2 = """{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.500s"}""";
    private const string RetryInfoV1 = """{"@type":"type.googleapis.com/google.rpc.RetryInfo","retry_delay":"1.500s"}""";

    private static readonly ScriptedStatus Busy = new ScriptedStatus(StatusCode.Unavailable,
        "busy").WithRetryInfo(TimeSpan.FromSeconds(1.5));

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Answers_of_version_2_have_camel_case_names_and_defaults(string version)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, $"{Config}\n{Event("2")}\n", Version.Parse(version));

        Assert.Equal(
            (HttpStatusCode.OK, "application/json", $"{Answer("1")}\n{Answer("2")}\n"), (reply.Status, reply.ContentType, reply.Body));
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Answers_of_version_1_have_snake_case_names_and_no_defaults(string version)
    {
        Server.Rest = new RestBehavior { Style = RestStyle.V1 };

        var reply = await Client.PostAsync(RestClient.Audio, $"{Config}\n", Version.Parse(version));

        Assert.Equal((HttpStatusCode.OK, "application/json", AnswerV1("1") + "\n"), (reply.Status, reply.ContentType, reply.Body));
    }

    [Theory]
    [InlineData(RestStyle.V1, """{"result":{"session_status":{"code":14,"message":"busy","details":[""" + RetryInfoV1 + """]},"sequence_id":"1","conversation_name":"profiles/p1/conversations/1"}}""")]
    [InlineData(RestStyle.V2, """{"result":{"sessionStatus":{"code":14,"message":"busy","details":[""" + RetryInfoV2 + """]},"sequenceId":"1","conversationName":"profiles/p1/conversations/1"}}""")]
    public async Task A_failing_status_is_in_the_answer(RestStyle style, string expected)
    {
        Server.Rest = new RestBehavior { Style = style };
        Server.Script = CallScript.Answering().FailMessage(1, Busy);

        Assert.Equal(expected + "\n", (await Client.PostAsync(RestClient.Sessions, Config)).Body);
    }

    [Theory]
    [InlineData(RestStyle.V1, """{"error":{"grpc_code":14,"http_code":503,"message":"busy","http_status":"Service Unavailable","details":[""" + RetryInfoV1 + "]}}")]
    [InlineData(RestStyle.V2, """{"error":{"code":14,"message":"busy","details":[""" + RetryInfoV2 + "]}}\n")]
    public async Task A_stream_refused_before_the_first_answer_has_the_codes_http_status(RestStyle style, string expected)
    {
        Server.Rest = new RestBehavior { Style = style };
        Server.Script = CallScript.Answering().NeverAnswer().EndWithStatus(Busy, 2);

        var reply = await Client.PostAsync(RestClient.Sessions, Config + Event("2"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/json", expected), (reply.Status, reply.ContentType, reply.Body));
    }

    [Theory]
    [InlineData(RestStyle.V1, RestQuirks.None, """{"error":{"grpc_code":10,"http_code":409,"message":"m","http_status":"Conflict"}}""")]
    [InlineData(RestStyle.V2, RestQuirks.None, """{"error":{"code":10,"message":"m","details":[]}}""" + "\n")]
    [InlineData(RestStyle.V2, RestQuirks.NoNewlineAfterError, """{"error":{"code":10,"message":"m","details":[]}}""")]
    public async Task A_stream_that_fails_after_an_answer_says_so_in_its_last_line(RestStyle style, RestQuirks quirks, string expected)
    {
        Server.Rest = new RestBehavior { Style = style, Quirks = quirks };
        Server.Script = CallScript.Answering().EndWithStatus(new ScriptedStatus(StatusCode.Aborted, "m"), 1);

        var reply = await Client.PostAsync(RestClient.Sessions, Config);

        var answer = style == RestStyle.V1 ? AnswerV1("1") : Answer("1");
        Assert.Equal((HttpStatusCode.OK, $"{answer}\n{expected}"), (reply.Status, reply.Body));
    }

    [Theory]
    [InlineData(RestStyle.V1)]
    [InlineData(RestStyle.V2)]
    public async Task A_stream_with_no_answer_at_all_is_200_and_empty(RestStyle style)
    {
        Server.Rest = new RestBehavior { Style = style };
        Server.Script = CallScript.Answering().NeverAnswer();
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config);
        exchange.Complete();

        using var response = await exchange.Response.Guarded();

        Assert.Equal((HttpStatusCode.OK, 0L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData(RestStyle.V1, """{"error":"busy","message":"busy","code":14,"details":[""" + RetryInfoV1 + "]}")]
    [InlineData(RestStyle.V2, """{"code":14,"message":"busy","details":[""" + RetryInfoV2 + "]}")]
    public async Task A_refused_unary_call_has_an_error_of_its_own_shape(RestStyle style, string expected)
    {
        Server.Rest = new RestBehavior { Style = style };
        Server.UnaryScript = UnaryScript.Answering().FailWith(Busy);

        var reply = await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/json", expected), (reply.Status, reply.ContentType, reply.Body));
    }

    [Theory]
    [InlineData(1, 408, 499)]
    [InlineData(2, 500, 500)]
    [InlineData(3, 400, 400)]
    [InlineData(4, 504, 504)]
    [InlineData(5, 404, 404)]
    [InlineData(6, 409, 409)]
    [InlineData(7, 403, 403)]
    [InlineData(8, 429, 429)]
    [InlineData(9, 412, 400)]
    [InlineData(10, 409, 409)]
    [InlineData(11, 400, 400)]
    [InlineData(12, 501, 501)]
    [InlineData(13, 500, 500)]
    [InlineData(14, 503, 503)]
    [InlineData(15, 500, 500)]
    [InlineData(16, 401, 401)]
    public async Task Each_code_has_its_http_status(int code, int v1, int v2)
    {
        var status = new ScriptedStatus((StatusCode)code);
        Server.Script = CallScript.Answering().EndWithStatus(status, 0);
        Server.UnaryScript = UnaryScript.Answering().FailWith(status);

        Assert.Equal((v2, v2), (await StatusAsync(RestClient.Sessions, Config), await StatusAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""")));
        Server.Rest = new RestBehavior { Style = RestStyle.V1 };
        Assert.Equal((v1, v1), (await StatusAsync(RestClient.Sessions, Config), await StatusAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""")));

        async Task<int> StatusAsync(string path, string body) => (int)(await Client.PostAsync(path, body)).Status;
    }

    [Fact]
    public async Task Nothing_comes_before_the_first_answer_and_each_answer_comes_at_once()
    {
        Server.Script = CallScript.Answering().NotAnsweringConfiguration();
        using var exchange = Client.Open(RestClient.Sessions);
        await exchange.WriteAsync(Config + "\n");
        var call = await Server.WaitForCallStartAsync("c").Guarded();

        // On the same connection, so what the server would have sent before this answer is here by now.
        await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""");
        Assert.False(exchange.Response.IsCompleted);
        await exchange.WriteAsync(Event("2") + "\n");

        Assert.Equal(Answer("2"), await exchange.ReadLineAsync());
        Assert.Equal(CallEnding.Running, call.Ending);
        exchange.Complete();
        Assert.Null(await exchange.ReadLineAsync());
        Assert.Equal(1, Server.ConnectionCount);
    }

    [Fact]
    public async Task Even_a_401_waits_for_the_first_message()
    {
        Server.RequiredAuthorization = "ApiKey secret";
        using var exchange = Client.Open(RestClient.Sessions);
        await Server.WaitForCallsAsync(1).Guarded();
        await Client.PostAsync(RestClient.Unary("p"), """{"sessionEvent":{}}""");
        Assert.False(exchange.Response.IsCompleted);

        await exchange.WriteAsync(Config);

        using var response = await exchange.Response.Guarded();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Violations_carry_their_details()
    {
        var reply = await Client.PostAsync(RestClient.Sessions, Event("1"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("streaming_config", Assert.Single(RestErrors.Parse(reply.Body).GetDetail<BadRequest>()!.FieldViolations).Field);
    }
}
