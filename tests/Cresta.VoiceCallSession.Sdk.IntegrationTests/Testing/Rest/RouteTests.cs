using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

public sealed class RouteTests : RestServerTest
{
    private const string UnaryBody = """{"sessionEvent":{"eventType":"CALL_ENDED"}}""";

    [Theory]
    [InlineData("p", "p")]
    [InlineData("my%20profile", "my profile")]
    [InlineData("a:b", "a:b")]
    [InlineData("a%3Ab", "a:b")]
    [InlineData("pr%C3%B6fil", "pröfil")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("customers/acme/profiles/voice", "customers/acme/profiles/voice")]
    [InlineData("customers/acme%20corp/profiles/a%3Ab", "customers/acme corp/profiles/a:b")]
    [InlineData("customers%2Facme%2Fprofiles%2Fvoice", "customers/acme/profiles/voice")]
    [InlineData("a/b", "a/b")]
    [InlineData("streamCallSession", "streamCallSession")]
    public async Task A_profile_arrives_as_it_was_meant(string encoded, string expected)
    {
        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11 })
        {
            var reply = await Client.PostAsync(RestClient.Unary(encoded) + "?ignored=1", UnaryBody, version);
            Assert.Equal((HttpStatusCode.OK, "{}", "application/json"), (reply.Status, reply.Body, reply.ContentType));
        }

        Assert.Equal([expected, expected], Server.UnaryEvents.Select(recorded => recorded.Profile));
        Assert.Equal([new Version(2, 0), new Version(1, 1)], Server.UnaryEvents.Select(recorded => recorded.HttpVersion));
        Assert.All(Server.UnaryEvents, recorded => Assert.Equal(CallTransport.Rest, recorded.Transport));
    }

    [Fact]
    public async Task The_paths_profile_outranks_the_bodys()
    {
        await Client.PostAsync(RestClient.Unary("path"), """{"profile":"body","sessionEvent":{}}""");

        Assert.Equal("path", Assert.Single(Server.UnaryEvents).Profile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a%2F%2Fb")]
    [InlineData("a%2F..%2Fb")]
    [InlineData("customers/%2E/profiles/b")]
    public async Task A_profile_with_a_segment_that_is_empty_or_dots_is_refused_by_the_service(string profile)
    {
        var reply = await Client.PostAsync(RestClient.Unary(profile), UnaryBody);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(3, RestErrors.Parse(reply.Body).Code);
    }

    [Theory]
    [InlineData("/v1/voicecallsession/sessionEvent:process")]
    [InlineData("/v1/voicecallsession/a/b/sessionEvent:process/")]
    [InlineData("/v1/siprec/customers/acme/profiles/voice/sessionEvent:process")]
    [InlineData("/v1/voicecallsession/a/sessionEvent")]
    [InlineData("/v1/voicecallsession/StreamCallSession")]
    [InlineData("/v1/voicecallsession/streamCallSession/")]
    [InlineData("/cresta.v1.voicecallsession.VoiceCallSessionService/ProcessSessionEvent")]
    [InlineData("/")]
    public async Task Any_other_path_is_404(string path)
    {
        var second = await Client.PostAsync(path, UnaryBody);
        Server.Rest = new RestBehavior { Style = RestStyle.V1 };
        var first = await Client.PostAsync(path, UnaryBody);

        Assert.Equal((HttpStatusCode.NotFound, "application/json", """{"code":5,"message":"Not Found","details":[]}"""), (second.Status, second.ContentType, second.Body));
        Assert.Equal((HttpStatusCode.NotFound, "text/plain; charset=utf-8", "Not Found\n"), (first.Status, first.ContentType, first.Body));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Another_method_is_405_or_501(string method)
    {
        var second = await Client.SendAsync(new HttpMethod(method), RestClient.Sessions, body: null);
        Server.Rest = new RestBehavior { Style = RestStyle.V1 };
        var first = await Client.SendAsync(new HttpMethod(method), RestClient.Sessions, body: null);

        Assert.Equal((HttpStatusCode.NotImplemented, """{"code":12,"message":"Method Not Allowed","details":[]}"""), (second.Status, second.Body));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "Method Not Allowed\n"), (first.Status, first.Body));
    }

    [Theory]
    [InlineData("""{"sessionEvent":{"eventType":"call_ended"}}""", HttpStatusCode.BadRequest, 3)]
    [InlineData("""{"sessionEvent":{"eventType":"ON_HOLD"}}""", HttpStatusCode.BadRequest, 3)]
    [InlineData("nonsense", HttpStatusCode.BadRequest, 3)]
    [InlineData("", HttpStatusCode.BadRequest, 3)]
    [InlineData("""{"sessionEvent":{"participants":[{"user":null}]}}""", HttpStatusCode.InternalServerError, 13)]
    public async Task A_unary_body_that_is_wrong_is_refused(string body, HttpStatusCode status, int code)
    {
        var reply = await Client.PostAsync(RestClient.Unary("p"), body);

        Assert.Equal((status, code), (reply.Status, RestErrors.Parse(reply.Body).Code));
    }

    [Fact]
    public async Task What_follows_the_unary_message_is_ignored()
    {
        Assert.Equal("{}", (await Client.PostAsync(RestClient.Unary("p"), UnaryBody + ",nonsense")).Body);
    }
}
