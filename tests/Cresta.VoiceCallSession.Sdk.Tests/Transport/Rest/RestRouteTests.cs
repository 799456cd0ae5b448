using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

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
    [InlineData("customers/acme/profiles/voice", "customers/acme/profiles/voice")]
    [InlineData("customers/a b/profiles/50%?#", "customers/a%20b/profiles/50%25%3F%23")]
    [InlineData("customers/é/profiles/a:b", "customers/%C3%A9/profiles/a%3Ab")]
    [InlineData("a/b", "a/b")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a/%2e%2e/b", "a/%252e%252e/b")]
    [InlineData("a\\../b", "a%5C../b")]
    public void I5_The_segments_of_a_profile_are_encoded_and_its_slashes_stay(string profile, string segment)
    {
        var (address, _) = Route("ProcessSessionEvent").Resolve(Endpoint, new ProcessSessionEventRequest { Profile = profile });
        Assert.Equal($"/v1/voicecallsession/{segment}/sessionEvent:process", address.AbsolutePath);
        Assert.Equal("", address.Query + address.Fragment);
    }

    [Fact]
    public void What_is_in_the_path_is_left_out_of_the_body()
    {
        var request = new ProcessSessionEventRequest
        {
            Profile = "p",
            SessionEvent = new SessionEvent { PlatformCallId = "c" },
            AudioStreamingMode = (AudioStreamingMode)7
        };
        var (_, body) = Route("ProcessSessionEvent").Resolve(Endpoint, request);
        Assert.Equal("p", request.Profile);
        Assert.Equal("{ \"sessionEvent\": { \"platformCallId\": \"c\" }, \"audioStreamingMode\": 7 }", JsonMessages.Formatter.Format(body));
    }

    public static TheoryData<string> Templates =>
        ["{profile}", "{profile=*}", "{profile=**}", "{profile=customers/*/profiles/*}"];

    [Theory, MemberData(nameof(Templates))]
    public void A_proto_file_may_have_any_pattern_for_the_profile(string variable) =>
        Assert.Equal("ProcessSessionEvent", RestRoute.Of(WithPath($"/v1/voicecallsession/{variable}/sessionEvent:process")).Method.Name);

    [Theory]
    [InlineData("/v1/{no_such_field}/sessionEvent:process", "no such text field")]
    [InlineData("/v1/{profile}/{session_event.platform_call_id}/sessionEvent:process", "at most one field in its path")]
    public void A_path_that_cannot_be_filled_is_refused(string path, string reason)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => RestRoute.Of(WithPath(path)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "empty")]
    [InlineData("", "missing")]
    [InlineData("a//b", "empty")]
    [InlineData(".", "leads to another path")]
    [InlineData("a/..", "leads to another path")]
    public void I5_A_profile_that_would_lead_elsewhere_is_refused_with_the_reason(string profile, string reason)
    {
        var refusal = Assert.Throws<MessageValidationException>(
            () => Route("ProcessSessionEvent").Resolve(Endpoint, new ProcessSessionEventRequest { Profile = profile }));
        Assert.Equal("profile", refusal.ParamName);
        Assert.Contains(reason, Assert.Single(refusal.Faults), StringComparison.Ordinal);
    }

    /// <summary>The unary method as a proto file with another path would have it.</summary>
    private static MethodDescriptor WithPath(string path)
    {
        var file = VoiceCallSessionService.Descriptor.File;
        var proto = file.ToProto();
        var method = proto.Service[0].Method.Single(m => m.Name == "ProcessSessionEvent");
        method.Options.SetExtension(AnnotationsExtensions.Http, new HttpRule { Post = path, Body = "*" });
        IEnumerable<ByteString> files = [.. Dependencies(file).Distinct().Select(f => f.SerializedData), proto.ToByteString()];
        var rebuilt = FileDescriptor.BuildFromByteStrings(files, new ExtensionRegistry { AnnotationsExtensions.Http });
        return rebuilt[^1].Services[0].FindMethodByName("ProcessSessionEvent");
    }

    private static IEnumerable<FileDescriptor> Dependencies(FileDescriptor file) =>
        file.Dependencies.SelectMany(dependency => Dependencies(dependency).Append(dependency));

    private static RestRoute Route(string method) => RestRoute.Of(VoiceCallSessionService.Descriptor.FindMethodByName(method));
}
