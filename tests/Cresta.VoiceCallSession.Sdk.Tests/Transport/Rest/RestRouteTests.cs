using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

public class RestRouteTests
{
    private static readonly Uri Endpoint = new("https://api.example.com");

    [Theory]
    [InlineData("StreamCallSession", "/v1/voicecallsession/streamCallSession")]
    [InlineData("StreamCallSessionAudio", "/v1/voicecallsession/streamCallSessionAudio")]
    public void Streams_are_where_the_page_says(string method, string path) =>
        Assert.Equal(new Uri(Endpoint, path), Route(method).Resolve(Endpoint));

    [Theory]
    [InlineData("profile-1", "profile-1")]
    [InlineData("my profile", "my%20profile")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("é", "%C3%A9")]
    [InlineData("50%", "50%25")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("...", "...")]
    [InlineData("{profile}", "%7Bprofile%7D")]
    public void I5_A_profile_is_one_segment_of_the_path(string profile, string segment)
    {
        var (address, _) = Route("ProcessSessionEvent").Resolve(Endpoint, new ProcessSessionEventRequest { Profile = profile });
        Assert.Equal($"/v1/voicecallsession/{segment}/sessionEvent:process", address.AbsolutePath);
        Assert.Equal("", address.Query + address.Fragment);
    }

    [Fact]
    public void What_is_in_the_path_is_left_out_of_the_body()
    {
        var request = new ProcessSessionEventRequest { Profile = "p", SessionEvent = new SessionEvent { PlatformCallId = "c" }, AudioStreamingMode = (AudioStreamingMode)7 };
        var (_, body) = Route("ProcessSessionEvent").Resolve(Endpoint, request);
        Assert.Equal("p", request.Profile);
        Assert.Equal("{ \"sessionEvent\": { \"platformCallId\": \"c\" }, \"audioStreamingMode\": 7 }", JsonMessages.Formatter.Format(body));
    }

    [Theory]
    [InlineData("a/b", "slash")]
    [InlineData("/", "slash")]
    [InlineData("a%2Fb", "%2F")]
    [InlineData("a%2fb", "%2F")]
    [InlineData("", "empty")]
    [InlineData(".", "dots")]
    [InlineData("..", "dots")]
    public void I5_A_profile_that_would_lead_elsewhere_is_refused_with_the_reason(string profile, string reason)
    {
        var refusal = Assert.Throws<MessageValidationException>(() => Route("ProcessSessionEvent").Resolve(Endpoint, new ProcessSessionEventRequest { Profile = profile }));
        Assert.Equal("profile", refusal.ParamName);
        Assert.Contains(reason, Assert.Single(refusal.Faults), StringComparison.Ordinal);
    }

    private static RestRoute Route(string method) => RestRoute.Of(VoiceCallSessionService.Descriptor.FindMethodByName(method));
}
