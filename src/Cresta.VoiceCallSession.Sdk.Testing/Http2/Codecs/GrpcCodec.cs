using System.Globalization;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>gRPC.</summary>
internal sealed class GrpcCodec(RequestMethod method, string? encoding) : ICallCodec
{
    private const int PaddingField = 31;

    public CallTransport Transport => CallTransport.Grpc;

    public RequestMethod Method { get; } = method;

    public IMessageFraming Framing { get; } = new GrpcFraming(encoding);

    public string ContentType => "application/grpc";

    public ScriptedStatus NoSuchMethod { get; } = new(StatusCode.Unimplemented, "The server has no such method.");

    public ReceivedMessage Read(ReadOnlyMemory<byte> message, int number) => Method.ReadBinary(message, number);

    public IEnumerable<HeaderField> HeadersFor(bool compressed) => compressed ? [new("grpc-encoding", GrpcFraming.Gzip)] : [];

    public byte[] Answer(string sequenceId, int padding, bool compress) =>
        GrpcFraming.Frame(Padded(new StreamCallSessionResponse { SequenceId = sequenceId }, padding), compress);

    public byte[] EventAnswer(int padding, bool compress) =>
        GrpcFraming.Frame(Padded(new ProcessSessionEventResponse(), padding), compress);

    public ResponseEnd Ok() => new(null, [], [new("grpc-status", "0")]);

    public ResponseEnd Failure(ScriptedStatus status, bool hasBegun)
    {
        var trailers = new List<HeaderField>
        {
            new("grpc-status", ((int)status.Code).ToString(CultureInfo.InvariantCulture)),
            new("grpc-message", Escape(status.Message)),
        };
        if (status.Details.Count > 0)
        {
            trailers.Add(new("grpc-status-details-bin", Convert.ToBase64String(status.ToStatus().ToByteArray())));
        }

        trailers.AddRange(status.Trailers.Select(trailer => new HeaderField(trailer.Key, trailer.Value)));
        return hasBegun ? new(null, [], trailers) : new([new(":status", "200"), new("content-type", ContentType), .. trailers], [], null);
    }

    // Percent-encoding of all but printable ASCII, and of the percent sign.
    private static string Escape(string message)
    {
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(message))
        {
            _ = octet is >= 0x20 and <= 0x7e and not (byte)'%'
                ? escaped.Append((char)octet)
                : escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return escaped.ToString();
    }

    private static byte[] Padded(IMessage message, int padding)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            message.WriteTo(output);
            if (padding > 0)
            {
                output.WriteTag(PaddingField, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(UnsafeByteOperations.UnsafeWrap(new byte[padding]));
            }
        }

        return stream.ToArray();
    }
}
