using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class RequestFactoryTests
{
    private static readonly byte[] Audio = [0x00, 0x7F, 0x80, 0xFF];

    private readonly StreamingConfig _config =
        new StreamingConfigBuilder("my-profile").WithMulawAudio(8000).WithPlatformCallId("call-42").Build();

    [Fact]
    public void A_call_request_holds_what_it_is_for()
    {
        var sessionEvent = SessionEventBuilder.CallEnded("call-42").Build();

        Assert.Same(_config, StreamCallSessionRequest.ForConfig(_config).StreamingConfig);
        Assert.Same(sessionEvent, StreamCallSessionRequest.ForEvent(sessionEvent).SessionEvent);
        var content = StreamCallSessionRequest.ForAudio(Audio, Participants.Visitor()).AudioContent;
        Assert.Equal(Audio, content.AudioContent_.ToByteArray());
        Assert.Equal(Participants.Visitor(), content.Participant);
    }

    [Fact]
    public void An_audio_request_holds_what_it_is_for()
    {
        var audioEvent = new AudioEvent { EventType = (AudioEvent.Types.EventType)7 };

        Assert.Same(_config, StreamCallSessionAudioRequest.ForConfig(_config).StreamingConfig);
        Assert.Same(audioEvent, StreamCallSessionAudioRequest.ForEvent(audioEvent).AudioEvent);
        var content = StreamCallSessionAudioRequest.ForAudio(Audio, Participants.Visitor()).AudioContent;
        Assert.Equal(Audio, content.AudioContent_.ToByteArray());
        Assert.Equal(Participants.Visitor(), content.Participant);
    }

    [Fact]
    public void Audio_is_copied()
    {
        var buffer = Audio.ToArray();
        var request = StreamCallSessionRequest.ForAudio(buffer, Participants.Visitor());
        Array.Clear(buffer);
        Assert.Equal(Audio, request.AudioContent.AudioContent_.ToByteArray());
    }

    [Fact]
    public void What_is_not_valid_is_refused_by_its_argument()
    {
        var nobody = new Participant();
        Assert.Throws<MessageValidationException>("config", () => StreamCallSessionRequest.ForConfig(new()));
        Assert.Throws<MessageValidationException>("sessionEvent", () => StreamCallSessionRequest.ForEvent(new()));
        Assert.Throws<MessageValidationException>("participant", () => StreamCallSessionRequest.ForAudio(Audio, nobody));
        Assert.Throws<MessageValidationException>("config", () => StreamCallSessionAudioRequest.ForConfig(new()));
        Assert.Throws<MessageValidationException>("audioEvent", () => StreamCallSessionAudioRequest.ForEvent(new()));
        Assert.Throws<MessageValidationException>("participant", () => StreamCallSessionAudioRequest.ForAudio(Audio, nobody));
    }

    [Fact]
    public void Null_is_refused_by_its_argument()
    {
        Assert.Throws<ArgumentNullException>("config", () => StreamCallSessionRequest.ForConfig(null!));
        Assert.Throws<ArgumentNullException>("sessionEvent", () => StreamCallSessionRequest.ForEvent(null!));
        Assert.Throws<ArgumentNullException>("participant", () => StreamCallSessionRequest.ForAudio(Audio, null!));
        Assert.Throws<ArgumentNullException>("config", () => StreamCallSessionAudioRequest.ForConfig(null!));
        Assert.Throws<ArgumentNullException>("audioEvent", () => StreamCallSessionAudioRequest.ForEvent(null!));
        Assert.Throws<ArgumentNullException>("participant", () => StreamCallSessionAudioRequest.ForAudio(Audio, null!));
    }
}
