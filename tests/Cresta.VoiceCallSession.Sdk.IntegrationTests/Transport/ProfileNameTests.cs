using Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Transport;

/// <summary>A profile is an id or a resource name, at every entrance and on every transport.</summary>
public sealed class ProfileNameTests
{
    private const string Form = "a profile is an id, or a resource name of the form customers/<customer>/profiles/<profile>";

    private static readonly SessionEvent Started = SessionEventBuilder.CallStarted("call-1").Build();

    // Made here: an attribute's text must be valid UTF-16.
    private static readonly string[] Invalid =
    [
        "", " ", "/", "/a", "a/", "a//b", ".", "..", "a/./b", "customers/../profiles/p", "customers/ /profiles/p", "a\nb",
        "customers/\uD83D/profiles/p",
    ];

    public static TheoryData<VoiceCallSessionTransport, string> Valid()
    {
        string[] profiles =
        [
            "profile-1", "customers/acme/profiles/voice", "customers/acme corp/profiles/50% é:?#\\", "a/b", "a%2Fb",
            "customers/a%2Fb/profiles/%2e%2e",
        ];
        var data = new TheoryData<VoiceCallSessionTransport, string>();
        foreach (var transport in Transports.Both)
        {
            foreach (var profile in profiles)
            {
                data.Add(transport, profile);
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Valid))]
    public async Task I5_A_profile_arrives_as_it_is(VoiceCallSessionTransport transport, string profile)
    {
        await using var rig = await CallRig.StartAsync(transport, o => o.Profile = profile);
        var configuration = rig.Client.NewStreamingConfig().WithMulawAudio(8000).WithPlatformCallId("call-1").Build();
        await using (var session = await rig.OpenAsync(configuration))
        {
            Assert.True((await session.EndCallAsync().WaitAsync(CallRig.Watchdog)).NothingLost);
        }

        await using (var audio = await rig.OpenAudioAsync(new StreamingConfig(configuration) { PlatformCallId = "call-2" }))
        {
            await audio.HoldAsync().WaitAsync(CallRig.Watchdog);
            await audio.CompleteAsync().WaitAsync(CallRig.Watchdog);
        }

        await rig.Client.ProcessSessionEventAsync(Started).WaitAsync(CallRig.Watchdog);
        await rig.Client.ProcessSessionEventAsync(profile, Started).WaitAsync(CallRig.Watchdog);

        Assert.Equal([profile, profile, profile], rig.Server.UnaryEvents.Select(e => e.Profile));
        Assert.Equal([profile, profile], rig.Server.Calls.Select(call => call.Configuration!.Profile));
        var parent = profile.Contains('/', StringComparison.Ordinal) ? profile : $"profiles/{profile}";
        Assert.Equal($"{parent}/conversations/1", (await rig.RecordAsync()).ConversationName);
    }

    [Theory, ClassData(typeof(Transports))]
    public async Task I5_A_profile_that_is_not_valid_is_refused_at_every_entrance_and_nothing_is_sent(VoiceCallSessionTransport transport)
    {
        await using var rig = await CallRig.StartAsync(transport);
        foreach (var profile in Invalid)
        {
            Task SendAsync() => rig.Client.ProcessSessionEventAsync(profile, Started);
            var builder = new StreamingConfigBuilder(profile).WithMulawAudio(8000).WithPlatformCallId("call-1");
            var handMade = new StreamingConfig(CallRig.Configuration()) { Profile = profile };
            var options = new VoiceCallSessionClientOptions { Endpoint = rig.Server.Endpoint, Profile = profile };
            ArgumentException[] refusals =
            [
                Assert.Throws<MessageValidationException>(builder.Build),
                await Assert.ThrowsAsync<MessageValidationException>("configuration", () => rig.OpenAsync(handMade)),
                await Assert.ThrowsAsync<MessageValidationException>("configuration", () => rig.OpenAudioAsync(handMade)),
                await Assert.ThrowsAsync<MessageValidationException>("profile", SendAsync),
                Assert.Throws<ArgumentException>("options", () => new VoiceCallSessionClient(options)),
            ];
            Assert.All(refusals, refusal => Assert.Contains(Form, refusal.Message, StringComparison.Ordinal));
        }

        await Assert.ThrowsAsync<ArgumentNullException>("profile", () => rig.Client.ProcessSessionEventAsync(null!, Started));
        Assert.Equal((0, 0), (rig.Server.Calls.Count, rig.Server.UnaryEvents.Count));
    }

    [Theory]
    [InlineData(HttpProtocols.Http2)]
    [InlineData(HttpProtocols.Http1)]
    public async Task I5_Over_REST_each_segment_is_encoded_and_slashes_stay(HttpProtocols protocols)
    {
        var targets = new List<string>();
        await using var server = await RawRestServer.StartAsync(
            context =>
            {
                targets.Add(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
                return RawRestServer.WriteAsync(context, "{}");
            },
            protocols);
        await using var client = server.Connect();
        foreach (var profile in new[] { "profile 1", "customers/acme corp/profiles/50%", "a%2Fb/%2e%2e" })
        {
            await client.ProcessSessionEventAsync(profile, Started).WaitAsync(CallRig.Watchdog);
        }

        Assert.Equal(
            [
                "/v1/voicecallsession/profile%201/sessionEvent:process",
                "/v1/voicecallsession/customers/acme%20corp/profiles/50%25/sessionEvent:process",
                "/v1/voicecallsession/a%252Fb/%252e%252e/sessionEvent:process",
            ],
            targets);
    }
}
