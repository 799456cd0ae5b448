using System.Buffers;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Transport.Grpc;

/// <summary>
/// A request message that carries audio, as protobuf bytes: <c>{audio_content: {audio_content, participant}, sequence_id}</c>. Both
/// streaming methods number these fields alike, which a test holds; the numbers come from the generated code.
/// </summary>
internal readonly ref struct AudioFrame
{
    private readonly ReadOnlySpan<byte> _audio;
    private readonly ReadOnlySpan<byte> _participant;
    private readonly ReadOnlySpan<byte> _id;
    private readonly int _contentSize;

    public AudioFrame(ReadOnlySpan<byte> audio, ReadOnlySpan<byte> participant, ReadOnlySpan<byte> id)
    {
        _audio = audio;
        _participant = participant;
        _id = id;
        _contentSize = SizeOf(
            AudioContent.AudioContent_FieldNumber, audio.Length) + SizeOf(AudioContent.ParticipantFieldNumber, participant.Length);
    }

    public int Size =>
        SizeOf(StreamCallSessionRequest.AudioContentFieldNumber, _contentSize) + SizeOf(
            StreamCallSessionRequest.SequenceIdFieldNumber, _id.Length);

    public void WriteTo(IBufferWriter<byte> writer)
    {
        var size = Size;
        var span = writer.GetSpan(size);
        var at = WriteHead(span, 0, StreamCallSessionRequest.AudioContentFieldNumber, _contentSize);
        at = WriteField(span, at, AudioContent.AudioContent_FieldNumber, _audio);
        at = WriteField(span, at, AudioContent.ParticipantFieldNumber, _participant);
        at = WriteField(span, at, StreamCallSessionRequest.SequenceIdFieldNumber, _id);
        writer.Advance(at);
    }

    private static int SizeOf(int field, int length) =>
        CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeLengthSize(length) + length;

    private static int WriteField(Span<byte> span, int at, int field, ReadOnlySpan<byte> value)
    {
        at = WriteHead(span, at, field, value.Length);
        value.CopyTo(span[at..]);
        return at + value.Length;
    }

    private static int WriteHead(Span<byte> span, int at, int field, int length) =>
        WriteVarint(span, WriteVarint(span, at, WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited)), (uint)length);

    private static int WriteVarint(Span<byte> span, int at, uint value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            span[at++] = (byte)(value | 0x80);
        }

        span[at++] = (byte)value;
        return at;
    }
}
