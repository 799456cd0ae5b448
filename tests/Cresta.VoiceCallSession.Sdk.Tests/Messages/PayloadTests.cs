using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class PayloadTests
{
    private const string FixForType = "use null, bool, string, a number, a dictionary with string keys or a sequence";

    public static TheoryData<object?, string> Taken => new()
    {
        { null, "null" },
        { true, "true" },
        { false, "false" },
        { "", "\"\"" },
        { "line\nline \U0001F4DE", "\"line\\nline \\ud83d\\udcde\"" },
        { 0, "0" },
        { -1.5, "-1.5" },
        { 1.5f, "1.5" },
        { (Half)0.25, "0.25" },
        { byte.MaxValue, "255" },
        { sbyte.MinValue, "-128" },
        { short.MinValue, "-32768" },
        { ushort.MaxValue, "65535" },
        { uint.MaxValue, "4294967295" },
        { (nint)(-7), "-7" },
        { (nuint)7, "7" },
        { (Int128)7, "7" },
        { (UInt128)7, "7" },
        { new BigInteger(-7), "-7" },
        { double.MaxValue, "1.7976931348623157e+308" },
        { double.Epsilon, "5e-324" },
        { 9_007_199_254_740_992, "9007199254740992" },
        { -9_007_199_254_740_992, "-9007199254740992" },
        { 9_007_199_254_740_992UL, "9007199254740992" },
        { 9_007_199_254_740_992m, "9007199254740992" },
        { 9_007_199_254_740_991m, "9007199254740991" },
        { 0.1m, "0.1" },
        { 1234.560m, "1234.56" },
        { -0.0, "-0" },
        { Json("-0"), "-0" },
        { Array.Empty<string>(), "[ ]" },
        { new List<object?> { 1, "a", null, new List<bool> { true } }, "[ 1, \"a\", null, [ true ] ]" },
        { ImmutableArray.Create(1, 2), "[ 1, 2 ]" },
        { new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 1 } }, "{ \"a\": { \"b\": 1 } }" },
        { new Dictionary<string, string> { ["a"] = "b" }, "{ \"a\": \"b\" }" },
        { new Hashtable { ["a"] = 1 }, "{ \"a\": 1 }" },
        { new Dictionary<string, object?>(), "{ }" },
        { Value.ForNull(), "null" },
        { Value.ForNumber(7), "7" },
        { new Struct { Fields = { ["a"] = Value.ForList(Value.ForBool(true)) } }, "{ \"a\": [ true ] }" },
        { new ListValue { Values = { Value.ForString("a") } }, "[ \"a\" ]" },
        {
            Json("""{"a":[1,2.5,1e3,"x",null,true,{}],"b":9007199254740992}"""),
            "{ \"a\": [ 1, 2.5, 1000, \"x\", null, true, { } ], \"b\": 9007199254740992 }"
        },
        { Json("""{"a":1,"a":2}"""), "{ \"a\": 2 }" },
    };

    public static TheoryData<object, string> Refused => new()
    {
        { double.NaN, "NaN: send a finite number, null or a string" },
        { double.PositiveInfinity, "Infinity: send a finite number, null or a string" },
        { float.NegativeInfinity, "-Infinity: send a finite number, null or a string" },
        { Half.NaN, "NaN: send a finite number, null or a string" },
        { 9_007_199_254_740_993, "\"9007199254740993\": send it as a string, a double would lose digits" },
        { -9_007_199_254_740_993, "\"-9007199254740993\": send it as a string, a double would lose digits" },
        { long.MinValue, "\"-9223372036854775808\": send it as a string, a double would lose digits" },
        { ulong.MaxValue, "\"18446744073709551615\": send it as a string, a double would lose digits" },
        { Int128.MaxValue, "\"170141183460469231731687303715884105727\": send it as a string, a double would lose digits" },
        { BigInteger.Pow(10, 20), "\"100000000000000000000\": send it as a string, a double would lose digits" },
        { 9_007_199_254_740_993m, "\"9007199254740993\": send it as a string, a double would lose digits" },
        { decimal.MaxValue, "\"79228162514264337593543950335\": send it as a string, a double would lose digits" },
        { 0.12345678901234567890m, "\"0.12345678901234567890\": send it as a string, a double would lose digits" },
        { Json("9007199254740993"), "\"9007199254740993\": send it as a string, a double would lose digits" },
        { Json("1e999"), "Infinity: send a finite number, null or a string" },
        { Json(new string('9', 5000)), "Infinity: send a finite number, null or a string" },
        { Json("\"\\ud800\""), "\"\\uD800\": take out the lone surrogate U+D800 at index 0, which UTF-8 cannot carry" },
        { "a\uD800", "\"a\\uD800\": take out the lone surrogate U+D800 at index 1, which UTF-8 cannot carry" },
        { new byte[3], "3 bytes: send them as a string, in base64" },
        { 'c', "of type System.Char: " + FixForType },
        { DateTimeOffset.UnixEpoch, "of type System.DateTimeOffset: " + FixForType },
        { DayOfWeek.Friday, "of type System.DayOfWeek: " + FixForType },
        { default(JsonElement), "of type System.Text.Json.JsonElement: " + FixForType },
        { new Dictionary<int, string> { [1] = "a" }, "a dictionary with a key of type System.Int32: use strings for keys" },
        { new Value(), "a Value without a kind: use Value.ForNull() for nothing" },
    };

    [Theory]
    [MemberData(nameof(Taken), DisableDiscoveryEnumeration = true)]
    public void I8_A_value_that_a_Struct_can_hold_is_taken(object? value, string json)
    {
        var payload = SessionEventBuilder.CallStarted("c").WithPayload("key", value).Build().Payload;
        Assert.Equal($"{{ \"key\": {json} }}", payload.ToString());
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void I8_A_value_that_a_Struct_cannot_hold_is_refused_with_its_place(object value, string expected)
    {
        Assert.Equal([$"payload.key is {expected}."], Validate("key", value));

        var nested = new object?[] { 1, new Dictionary<string, object?> { ["deep"] = value } };
        Assert.Equal([$"payload.key[1].deep is {expected}."], Validate("key", nested));
    }

    [Fact]
    public void A_key_is_any_text_that_UTF_8_and_JSON_can_carry()
    {
        var payload = SessionEventBuilder.CallStarted("c").WithPayload(" ", 1).WithPayload("a b/c\n", 2).Build().Payload;
        Assert.Equal((1, 2), (payload.Fields[" "].NumberValue, payload.Fields["a b/c\n"].NumberValue));

        Assert.Equal(["payload[\"\"], its key, is empty: give the value a name."], Validate("", 1));
        Assert.Equal(["payload.key[\"\"], its key, is empty: give the value a name."], Validate("key", Json("""{"":1}""")));

        Assert.Equal(
            ["payload[\"\\uDC00\"], its key, is \"\\uDC00\": take out the lone surrogate U+DC00 at index 0, which UTF-8 cannot carry."],
            Validate("\uDC00", 1));
        Assert.Equal(
            ["payload.key[\"\\uD800\"], its key, is \"\\uD800\": take out the lone surrogate U+D800 at index 0, which UTF-8 cannot carry."],
            Validate("key", Json("""{"\ud800":1}""")));
    }

    [Fact]
    public void Payloads_are_merged_and_a_later_value_replaces_an_earlier_one()
    {
        var payload = SessionEventBuilder.CallStarted("c")
            .WithPayload("a", double.NaN)
            .WithPayload(new Dictionary<string, object?> { ["a"] = 1, ["b"] = 1 })
            .WithPayload(new Struct { Fields = { ["b"] = Value.ForNumber(2) } })
            .Build().Payload;
        Assert.Equal("{ \"a\": 1, \"b\": 2 }", payload.ToString());
    }

    [Fact]
    public void A_later_bad_value_replaces_an_earlier_good_one() => Assert.Single(
        Assert.Throws<MessageValidationException>(
            SessionEventBuilder.CallStarted("c").WithPayload("a", 1).WithPayload("a", double.NaN).Build).Faults);

    [Fact]
    public void Values_are_copied_when_they_are_given()
    {
        var list = new List<object?> { 1 };
        var made = new Struct { Fields = { ["b"] = Value.ForString("b") } };
        var builder = SessionEventBuilder.CallStarted("c").WithPayload("a", list).WithPayload(made);
        list.Add(2);
        made.Fields["b"].StringValue = "c";
        Assert.Equal("{ \"a\": [ 1 ], \"b\": \"b\" }", builder.Build().Payload.ToString());
    }

    [Fact]
    public void An_empty_payload_is_not_the_same_as_none()
    {
        Assert.Null(SessionEventBuilder.CallStarted("c").Build().Payload);
        Assert.Empty(SessionEventBuilder.CallStarted("c").WithPayload(new Struct()).Build().Payload.Fields);
        Assert.Empty(SessionEventBuilder.CallStarted("c").WithPayload(new Dictionary<string, object?>()).Build().Payload.Fields);
    }

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static IReadOnlyList<string> Validate(string key, object? value) => Assert.Throws<MessageValidationException>(
        SessionEventBuilder.CallStarted("c").WithPayload(key, value).Build).Faults;
}
