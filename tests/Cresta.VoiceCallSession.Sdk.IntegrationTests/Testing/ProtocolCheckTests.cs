using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class ProtocolCheckTests : FakeServerTest
{
    public static TheoryData<CallMethod, string, string> Violations()
    {
        var data = new TheoryData<CallMethod, string, string>();
        foreach (var method in Enum.GetValues<CallMethod>())
        {
            data.Add(method, "audio", "streaming_config");
            data.Add(method, "event", "streaming_config");
            data.Add(method, "nothing", "request");
            data.Add(method, "no-profile", "streaming_config.profile");
            data.Add(method, "empty-segment", "streaming_config.profile");
            data.Add(method, "config config", "streaming_config");
            data.Add(method, "config nothing", "request");
            data.Add(method, "no-metadata audio", "streaming_config.audio_metadata");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task A_violation_is_invalid_argument_and_names_the_field(CallMethod method, string messages, string field)
    {
        using var stream = Client.Open(method);
        foreach (var message in messages.Split(' '))
        {
            await stream.SendAsync(Message(method, message));
        }

        var failure = await stream.ReadToFailureAsync();

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(field, Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
        var call = (await Server.WaitForCallsAsync(1).Guarded())[0];
        call.ShouldHaveEndedWith(StatusCode.InvalidArgument);
        Assert.Equal(CallEnding.EndedByServer, call.Ending);
        Assert.Equal(messages.Split(' ').Length, call.MessageCount);
    }

    [Fact]
    public async Task Events_alone_need_no_audio_metadata()
    {
        using var stream = Client.Open();
        await stream.SendAsync(Message(CallMethod.StreamCallSession, "no-metadata"));
        await stream.SendAsync(Event(SessionEvent.Types.EventType.CallStarted));

        Assert.Equal(2, (await stream.CompleteAsync()).Count);
    }

    [Theory]
    [InlineData("", true, "profile")]
    [InlineData("customers//profiles/p", true, "profile")]
    [InlineData("customers/../profiles/p", false, "profile")]
    [InlineData("p", false, "session_event")]
    public async Task A_unary_violation_names_the_field(string profile, bool withEvent, string field)
    {
        var request = new ProcessSessionEventRequest { Profile = profile, SessionEvent = withEvent ? new SessionEvent() : null };

        var failure = await Assert.ThrowsAsync<RpcException>(() => Client.ProcessAsync(request).Guarded());

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(field, Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Single(Server.UnaryEvents).Status);
    }

    private static IMessage? Message(CallMethod method, string name)
    {
        var configuration = Config("c");
        switch (name)
        {
            case "config":
                return configuration;
            case "no-profile":
                configuration.Profile = "";
                return configuration;
            case "empty-segment":
                configuration.Profile = "customers/acme/profiles/";
                return configuration;
            case "no-metadata":
                configuration.AudioMetadata = null;
                return configuration;
            case "audio":
                return AudioOf(Agent, 1);
            case "event":
                return method == CallMethod.StreamCallSession
                    ? Event(SessionEvent.Types.EventType.CallStarted)
                    : Event(AudioEvent.Types.EventType.Pause);
            default:
                return null;
        }
    }
}
