using System.Globalization;
using System.Text;
using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;
using Cresta.VoiceCallSession.Sdk.Testing.Rest;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>REST: a line of JSON for each message and each answer.</summary>
internal sealed class RestCodec(RequestMethod method) : ICallCodec
{
    public CallTransport Transport => CallTransport.Rest;

    public RequestMethod Method { get; } = method;

    public IMessageFraming Framing { get; } = new LineFraming();

    public string ContentType => "application/json";

    public ScriptedStatus NoSuchMethod { get; } = new(StatusCode.NotFound, "Not Found");

    public ReceivedMessage Read(ReadOnlyMemory<byte> message, int number) => Method.ReadJson(Encoding.UTF8.GetString(message.Span), number);

    public IEnumerable<HeaderField> HeadersFor(bool compressed) => [];

    public byte[] Answer(string sequenceId, int padding, bool compress) =>
        Line($$$"""{"result":{"sequenceId":{{{JsonSerializer.Serialize(sequenceId)}}}{{{Padding(padding, ",")}}}}}""");

    public byte[] EventAnswer(int padding, bool compress) => Encoding.UTF8.GetBytes("{" + Padding(padding, "") + "}");

    public ResponseEnd Ok() => new(null, [], null);

    public ResponseEnd Failure(ScriptedStatus status, bool hasBegun)
    {
        var body = Method.IsUnary ? RestJson.V2.UnaryError(status) : RestJson.V2.StreamError(status);
        var http = HttpStatusOf.Code(status.Code, RestStyle.V2).ToString(CultureInfo.InvariantCulture);
        return new(hasBegun ? null : [new(":status", http), new("content-type", ContentType)], [.. body.Span, (byte)'\n'], null);
    }

    private static string Padding(int bytes, string before) => bytes == 0 ? "" : $"{before}\"padding\":\"{new string('x', bytes)}\"";

    private static byte[] Line(string json) => Encoding.UTF8.GetBytes(json + "\n");
}
