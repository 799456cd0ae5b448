using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>Numbers that have no name here go out and come in.</summary>
public sealed class EnumNumberTests
{
    public static TheoryData<IMessage> MessagesWithUnknownNumbers =>
    [
        new StreamingConfigBuilder("p").WithAudio((AudioEncoding)77, 8000).WithChannelType((ChannelType)77).WithPlatformCallId("c").Build(),
        SessionEventBuilder.Event((SessionEvent.Types.EventType)77, "c")
            .WithParticipant(Participants.Create((Participant.Types.Role)77)).Build(),
        StreamCallSessionAudioRequest.ForEvent(new AudioEvent { EventType = (AudioEvent.Types.EventType)77 }),
        new ProcessSessionEventRequest { Profile = "p", AudioStreamingMode = (AudioStreamingMode)77 },
    ];

    [Theory]
    [MemberData(nameof(MessagesWithUnknownNumbers), DisableDiscoveryEnumeration = true)]
    public void They_survive_the_binary_form(IMessage message)
    {
        Assert.Equal(message, message.Descriptor.Parser.ParseFrom(message.ToByteArray()));
        Assert.DoesNotContain("UNSPECIFIED", message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MessagesWithUnknownNumbers), DisableDiscoveryEnumeration = true)]
    public void They_survive_the_JSON_form_as_numbers(IMessage message)
    {
        var json = JsonFormatter.Default.Format(message);
        Assert.Contains(": 77", json, StringComparison.Ordinal);
        Assert.Equal(message, message.Descriptor.Parser.ParseJson(json));
    }
}
