using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// A request message that carries audio, as JSON, byte for byte as Google's formatter writes it, but without strings in between. Both
/// streaming methods name these fields alike, which a test holds; the names come from the descriptors.
/// </summary>
internal static class AudioLine
{
    private static readonly byte[] Head = Utf8(
        $"{{ \"{Name(StreamCallSessionRequest.Descriptor, StreamCallSessionRequest.AudioContentFieldNumber)}\": {{ ");
    private static readonly byte[] Audio = Utf8($"\"{Name(AudioContent.Descriptor, AudioContent.AudioContent_FieldNumber)}\": \"");
    private static readonly byte[] AudioEnd = Utf8("\", ");
    private static readonly byte[] Participant = Utf8($"\"{Name(AudioContent.Descriptor, AudioContent.ParticipantFieldNumber)}\": ");
    private static readonly byte[] SequenceId = Utf8(
        $" }}, \"{Name(StreamCallSessionRequest.Descriptor, StreamCallSessionRequest.SequenceIdFieldNumber)}\": ");
    private static readonly byte[] Tail = Utf8(" }");

    /// <param name="audio">The samples.</param>
    /// <param name="participant">The participant as JSON.</param>
    /// <param name="id">The sequence id as a JSON string, quotes included.</param>
    /// <param name="writer">Where the JSON goes.</param>
    public static void Write(ReadOnlySpan<byte> audio, ReadOnlySpan<byte> participant, ReadOnlySpan<byte> id, IBufferWriter<byte> writer)
    {
        writer.Write(Head);
        if (!audio.IsEmpty)
        {
            writer.Write(Audio);
            Base64.EncodeToUtf8(audio, writer.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length)), out _, out var written);
            writer.Advance(written);
            writer.Write(AudioEnd);
        }

        writer.Write(Participant);
        writer.Write(participant);
        writer.Write(SequenceId);
        writer.Write(id);
        writer.Write(Tail);
    }

    private static string Name(MessageDescriptor message, int field) => message.FindFieldByNumber(field).JsonName;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
