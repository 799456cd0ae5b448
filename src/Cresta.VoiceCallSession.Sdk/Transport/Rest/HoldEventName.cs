using System.Buffers;
using System.Text;
using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// Replaces the name of a hold or unhold event in a request that has been formatted as JSON: Google's formatter has one name for each
/// number. Only the type of the request's own event is replaced, not what a payload may have under the same keys.
/// </summary>
internal static class HoldEventName
{
    // Deeper than any payload that protobuf's parsers take.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 1000 };

    private static readonly byte[] EventMember = Encoding.UTF8.GetBytes(
        StreamCallSessionRequest.Descriptor.FindFieldByNumber(StreamCallSessionRequest.SessionEventFieldNumber).JsonName);

    private static readonly byte[] TypeMember = Encoding.UTF8.GetBytes(
        SessionEvent.Descriptor.FindFieldByNumber(SessionEvent.EventTypeFieldNumber).JsonName);

    /// <summary>The name to write in place of the formatter's; empty if the formatter's stays.</summary>
    public static ReadOnlySpan<byte> Of(IMessage request, HoldEventNaming naming) => naming == HoldEventNaming.CallHold
        ? EventOf(request)?.EventType switch
        {
            EventType.Hold => "CALL_HOLD"u8,
            EventType.Unhold => "CALL_UNHOLD"u8,
            _ => default,
        }
        : default;

    /// <summary>Writes the request with another name for its event's type.</summary>
    /// <param name="json">The request, which has an event with a type, as JSON.</param>
    /// <param name="name">The name.</param>
    /// <param name="writer">Where the JSON goes.</param>
    public static void Write(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, IBufferWriter<byte> writer)
    {
        var (start, end) = FindType(json);
        writer.Write(json[..start]);
        writer.Write("\""u8);
        writer.Write(name);
        writer.Write("\""u8);
        writer.Write(json[end..]);
    }

    private static SessionEvent? EventOf(IMessage request) => request switch
    {
        StreamCallSessionRequest { SessionEvent: { } sessionEvent } => sessionEvent,
        ProcessSessionEventRequest { SessionEvent: { } sessionEvent } => sessionEvent,
        _ => null,
    };

    private static (int Start, int End) FindType(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var inEvent = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                inEvent = reader.ValueTextEquals(EventMember);
            }
            else if (inEvent && reader.CurrentDepth == 2 && reader.ValueTextEquals(TypeMember))
            {
                reader.Read();
                return ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            }
        }

        throw new InvalidOperationException("The request has no event type to be named.");
    }
}
