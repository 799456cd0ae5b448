using System.Buffers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using FsCheck.Xunit;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

public class AudioLineProperties
{
    [Property]
    public void An_audio_line_is_byte_for_byte_what_the_formatter_writes(
        byte[] audio, int role, int idKind, string? participantId, string? callerId, long number)
    {
        var participant = new Participant { Role = (Participant.Types.Role)role };
        SetId(participant, idKind, WellFormed(participantId));
        var custom = WellFormed(callerId) is { Length: > 0 } id ? id : null;
        var envelope = new OutboundMessage { Track = new ParticipantAudio(participant), Buffer = audio, Length = audio.Length };
        envelope.Identify(Math.Abs(number % long.MaxValue), custom);

        var message = new StreamCallSessionRequest
        {
            AudioContent = new AudioContent { AudioContent_ = ByteString.CopyFrom(audio), Participant = participant },
            SequenceId = envelope.Id,
        };
        Assert.Equal(JsonFormatter.Default.Format(message) + "\n", Line(envelope));
    }

    [Theory]
    [InlineData("\"\\/<>&'\b\f\n\r\t\u0000\u001f\u007f\u0085\u00a0\u00ad\u2028\u2029\ufeff\u200b\U0001F4DE")]
    [InlineData("ordinary")]
    public void Ids_that_need_escaping_are_escaped_as_the_formatter_does(string id) =>
        An_audio_line_is_byte_for_byte_what_the_formatter_writes([1, 2, 3, 4], 1, 2, id, id, 7);

    [Fact]
    public void Both_streaming_methods_name_the_fields_of_audio_alike()
    {
        foreach (var number in new[] { StreamCallSessionRequest.AudioContentFieldNumber, StreamCallSessionRequest.SequenceIdFieldNumber })
        {
            Assert.Equal(
                StreamCallSessionRequest.Descriptor.FindFieldByNumber(number).JsonName,
                StreamCallSessionAudioRequest.Descriptor.FindFieldByNumber(number).JsonName);
        }
    }

    [Fact]
    public void A_message_that_has_no_JSON_form_says_so()
    {
        var message = new StreamCallSessionRequest { SequenceId = "\uD83D" };
        var writer = new ArrayBufferWriter<byte>();
        var failure = Assert.Throws<Grpc.Core.RpcException>(() => RequestLine.Write(message, HoldEventNaming.Hold, writer));
        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains("StreamCallSessionRequest", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_enum_values_go_by_name_and_others_by_number()
    {
        var config = new StreamingConfig
        {
            AudioMetadata = new AudioMetadata { Encoding = AudioEncoding.Mulaw },
            ChannelType = (ChannelType)42
        };
        Assert.Equal(
            "{ \"streamingConfig\": { \"audioMetadata\": { \"encoding\": \"MULAW\" }, \"channelType\": 42 } }\n",
            Line(new StreamCallSessionRequest { StreamingConfig = config }));
    }

    private static string Line(object request)
    {
        var writer = new ArrayBufferWriter<byte>();
        RequestLine.Write(request, HoldEventNaming.Hold, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    // What is no UTF-16 has no JSON form; callers' ids are checked for it long before.
    private static string WellFormed(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static void SetId(Participant participant, int kind, string id)
    {
        switch (Math.Abs(kind % 4))
        {
            case 1:
                participant.User = id;
                break;
            case 2:
                participant.PlatformAgentId = id;
                break;
            case 3:
                participant.ExternalUserId = id;
                break;
            default:
                break;
        }
    }
}
