using System.Net;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>How messages stand in a body, and what ends it.</summary>
public sealed class BodyFormTests : RestServerTest
{
    private const string Pretty =
        """
        {
          "sessionEvent": {
            "eventType": "CALL_STARTED"
          },
          "sequenceId": "2"
        }
        """;

    public static TheoryData<string, string> Forms()
    {
        var data = new TheoryData<string, string>();
        foreach (var version in new[] { "2.0", "1.1" })
        {
            data.Add(version, $"{Config}\n{Event("2")}\n{Event("3")}\n");
            data.Add(version, $"{Config}\n{Event("2")}\n{Event("3")}");
            data.Add(version, $"{Config}\r\n\r\n{Event("2")}\r\n{Event("3")}\r\n");
            data.Add(version, $"{Config}{Event("2")}{Event("3")}");
            data.Add(version, $"\n {Config}{Pretty}{Event("3")} \t");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Values_are_taken_whatever_stands_between_them(string version, string body)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, body, Version.Parse(version));

        Assert.Equal((HttpStatusCode.OK, $"{Answer("1")}\n{Answer("2")}\n{Answer("3")}\n"), (reply.Status, reply.Body));
        var call = (await Server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.OK);
        Assert.Equal((CallTransport.Rest, Version.Parse(version), 3L), (call.Transport, call.HttpVersion, call.MessageCount));
    }

    [Fact]
    public async Task Bodies_that_come_at_once_are_read_apart()
    {
        // Each request's memory goes to the next one as soon as it was read.
        for (var round = 0; round < 20; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(
                i => Client.PostAsync(RestClient.Sessions, $"{Config}\n{Event(new string((char)('a' + (i % 26)), 200))}")));

            Assert.All(replies, (reply, i) => Assert.Equal(["1", new string((char)('a' + (i % 26)), 200)], Answered(reply.Body)));
        }
    }

    [Fact]
    public async Task A_body_may_come_byte_by_byte_and_is_answered_as_soon_as_a_value_is_whole()
    {
        using var exchange = Client.Open(RestClient.Sessions);
        foreach (var message in new[] { Config, Pretty, Event("é€😀") })
        {
            foreach (var part in Encoding.UTF8.GetBytes(message))
            {
                await exchange.WriteAsync(new[] { part });
            }

            Assert.StartsWith("{\"result\"", await exchange.ReadLineAsync(), StringComparison.Ordinal);
        }

        exchange.Complete();
        Assert.Null(await exchange.ReadLineAsync());
        Assert.Equal(["1", "2", "é€😀"], (await Server.WaitForCallAsync("c").Guarded()).SequenceIds);
    }

    [Theory]
    [InlineData("[" + Config + "]")]
    [InlineData("\uFEFF" + Config)]
    [InlineData("," + Config)]
    [InlineData("1")]
    [InlineData("nonsense")]
    [InlineData("{\"streamingConfig\":")]
    [InlineData("{\"sequenceId\":\"\\ud8")]
    public async Task A_first_message_that_is_none_is_500(string body)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, body);

        Assert.Equal(HttpStatusCode.InternalServerError, reply.Status);
        Assert.Equal("application/json", reply.ContentType);
        Assert.StartsWith("{\"code\":2,\"message\":\"", reply.Body, StringComparison.Ordinal);
        Assert.EndsWith(",\"details\":[]}", reply.Body, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(await Server.WaitForCallsAsync(1).Guarded()).MessageCount);
    }

    [Fact]
    public async Task A_first_message_that_is_cut_short_is_an_unexpected_eof()
    {
        Server.Rest = new RestBehavior { Style = RestStyle.V1 };

        var reply = await Client.PostAsync(RestClient.Sessions, Config[..20]);

        Assert.Equal((HttpStatusCode.InternalServerError, """{"error":"unexpected EOF","message":"unexpected EOF","code":2}"""), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_gateway_from_2_6_0_on_just_ends_the_stream_on_such_a_first_message()
    {
        Server.Rest = new RestBehavior { EndsStreamOnUndecodableFirstMessage = true };

        var reply = await Client.PostAsync(RestClient.Sessions, "[1]");

        // To the service the stream is empty, which it refuses.
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(3, RestErrors.Parse(reply.Body).Code);
    }

    [Theory]
    [InlineData(",\n")]
    [InlineData("nonsense")]
    [InlineData("\uFEFF")]
    [InlineData("[]")]
    [InlineData("{\"sequenceId\":1}")]
    public async Task After_a_later_one_that_is_none_the_rest_is_dropped_without_a_word(string between)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, Config + between + Event("2"));

        Assert.Equal((HttpStatusCode.OK, Answer("1") + "\n"), (reply.Status, reply.Body));
        Assert.Equal(CallEnding.ClientCompleted, (await Server.WaitForCallAsync("c").Guarded()).Ending);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public async Task An_empty_body_is_an_empty_stream_which_the_service_refuses(string body)
    {
        var reply = await Client.PostAsync(RestClient.Sessions, body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(3, RestErrors.Parse(reply.Body).Code);
    }

    [Fact]
    public async Task A_message_over_4_mib_is_resource_exhausted()
    {
        var audio = Convert.ToBase64String(new byte[4 * 1024 * 1024]);
        var fits = Convert.ToBase64String(new byte[(4 * 1024 * 1024) - 100]);

        var reply = await Client.PostAsync(
            RestClient.Sessions,
            $$$"""{{{Config}}}{"audioContent":{"audioContent":"{{{fits}}}"},"sequenceId":"2"}{"audioContent":{"audioContent":"{{{audio}}}"},"sequenceId":"3"}""");

        var lines = reply.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([Answer("1"), Answer("2")], lines[..2]);
        var error = RestErrors.Parse(lines[2]);
        Assert.Equal(8, error.Code);
        Assert.Contains("received message larger than max", error.Message, StringComparison.Ordinal);
    }
}
