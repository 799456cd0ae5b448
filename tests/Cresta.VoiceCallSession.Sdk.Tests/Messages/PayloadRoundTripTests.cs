using System.Globalization;
using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using FsCheck.Xunit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

[Properties(Arbitrary = [typeof(PayloadTree)], MaxTest = 300)]
public sealed class PayloadRoundTripTests
{
    [Property]
    public void I8_A_payload_arrives_as_it_was_given(PayloadTree tree)
    {
        var sent = SessionEventBuilder.CallStarted("c").WithPayload(tree.Root).Build();
        var received = SessionEvent.Parser.ParseFrom(sent.ToByteArray());
        AssertSame(tree.Root, Value.ForStruct(received.Payload));
    }

    [Property]
    public void I8_A_payload_arrives_over_JSON_as_it_was_given(PayloadTree tree)
    {
        var sent = SessionEventBuilder.CallStarted("c").WithPayload(tree.Root).Build();
        var received = SessionEvent.Parser.ParseJson(JsonFormatter.Default.Format(sent));
        AssertSame(tree.Root, Value.ForStruct(received.Payload));
    }

    [Property]
    public void JSON_and_Struct_give_the_same_payload(PayloadTree tree)
    {
        var payload = SessionEventBuilder.CallStarted("c").WithPayload(tree.Root).Build().Payload;
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(tree.Root));

        var fromStruct = SessionEventBuilder.CallStarted("c").WithPayload(payload).Build().Payload;
        var fromJson = SessionEventBuilder.CallStarted("c").WithPayload("json", json.RootElement).Build().Payload;

        Assert.Equal(payload, fromStruct);
        Assert.Equal(payload, fromJson.Fields["json"].StructValue);
    }

    private static void AssertSame(object? expected, Value actual)
    {
        switch (expected)
        {
            case null:
                Assert.Equal(Value.KindOneofCase.NullValue, actual.KindCase);
                break;
            case bool flag:
                Assert.Equal(Value.ForBool(flag), actual);
                break;
            case string text:
                Assert.Equal(Value.ForString(text), actual);
                break;
            case Dictionary<string, object?> map:
                Assert.Equal(map.Keys.Order(StringComparer.Ordinal), actual.StructValue.Fields.Keys.Order(StringComparer.Ordinal));
                Assert.All(map, entry => AssertSame(entry.Value, actual.StructValue.Fields[entry.Key]));
                break;
            case object?[] items:
                Assert.Equal(items.Length, actual.ListValue.Values.Count);
                Assert.All(items.Zip(actual.ListValue.Values), pair => AssertSame(pair.First, pair.Second));
                break;
            default:
                Assert.Equal(Value.KindOneofCase.NumberValue, actual.KindCase);
                Assert.Equal(Convert.ToDouble(expected, CultureInfo.InvariantCulture), actual.NumberValue);
                break;
        }
    }
}
