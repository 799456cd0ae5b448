using System.Buffers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Transport.Grpc;
using Cresta.VoiceCallSession.V1;
using FsCheck.Xunit;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport;

/// <summary>The hand-made writer of audio messages gives the very bytes that the generated code gives.</summary>
public sealed class AudioFrameTests
{
    [Property(MaxTest = 500)]
    public void Bytes_equal_those_of_the_generated_message(byte[] audio, ushort repeats, string agentId, long number)
    {
        // Long enough now and then for lengths of two and three bytes.
        var content = Enumerable.Repeat(audio.Append((byte)1), repeats % 50 + 1).SelectMany(b => b).ToArray();
        var participant = new Participant { Role = Participant.Types.Role.Agent, PlatformAgentId = Clean(agentId) };
        var id = Math.Abs(number / 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var expected = new StreamCallSessionRequest
        {
            AudioContent = new AudioContent
            {
                AudioContent_ = ByteString.CopyFrom(content),
                Participant = participant
            },
            SequenceId = id
        };

        var frame = new AudioFrame(content, participant.ToByteArray(), Encoding.UTF8.GetBytes(id));
        var writer = new ArrayBufferWriter<byte>();
        frame.WriteTo(writer);

        Assert.Equal(expected.ToByteArray(), writer.WrittenSpan.ToArray());
        Assert.Equal(expected.CalculateSize(), frame.Size);
    }

    [Fact]
    public void Both_streaming_methods_number_these_fields_alike()
    {
        Assert.Equal(StreamCallSessionRequest.AudioContentFieldNumber, StreamCallSessionAudioRequest.AudioContentFieldNumber);
        Assert.Equal(StreamCallSessionRequest.SequenceIdFieldNumber, StreamCallSessionAudioRequest.SequenceIdFieldNumber);
    }

    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
