using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>Payloads that are too deep, too many or endless are refused, and soon.</summary>
public sealed class PayloadLimitsTests
{
    public static TheoryData<Value> Leaves => [Value.ForString("leaf"), Value.ForList(), Value.ForStruct(new Struct())];

    /// <summary>Ours against protobuf's own parser: what we take is what it takes, however dictionaries and sequences mix.</summary>
    [Theory]
    [MemberData(nameof(Leaves), DisableDiscoveryEnumeration = true)]
    public void I8_A_payload_nests_as_deep_as_a_parser_takes(Value leaf)
    {
        var statuses = new HashSet<bool>();
        for (var maps = 0; maps <= 34; maps++)
        {
            for (var lists = 0; lists <= 50; lists++)
            {
                var inner = Nest(leaf, lists, value => Value.ForList(value));
                var value = Nest(inner, maps, value => Value.ForStruct(new Struct { Fields = { ["k"] = value } }));
                var request = new StreamCallSessionRequest { SessionEvent = EventWith(value) };

                var isParsed = Record.Exception(() => StreamCallSessionRequest.Parser.ParseFrom(request.ToByteArray())) is null;

                Assert.Equal(isParsed, Record.Exception(() => MessageRules.ThrowIfInvalid(request.SessionEvent, "e")) is null);
                Assert.Equal(isParsed, Record.Exception(() => Build(value)) is null);
                statuses.Add(isParsed);
            }
        }

        Assert.Equal(2, statuses.Count);
    }

    [Fact]
    public void Plain_values_nest_as_deep()
    {
        Assert.NotNull(Build(Nest("leaf", 32, inner => new Dictionary<string, object?> { ["k"] = inner })));
        Assert.Single(Validate(Nest("leaf", 33, inner => new Dictionary<string, object?> { ["k"] = inner })));
        Assert.NotNull(Build(Nest("leaf", 48, inner => new[] { inner })));
        Assert.Single(Validate(Nest("leaf", 49, inner => new[] { inner })));
    }

    [Fact]
    public void Deep_nesting_is_refused_in_a_message_made_by_hand()
    {
        var made = EventWith(Nest(Value.ForNumber(1), 100_000, inner => Value.ForList(inner)));
        var fault = Assert.Single(Assert.Throws<MessageValidationException>(() => MessageRules.ThrowIfInvalid(made, "e")).Faults);
        Assert.Contains("is nested too deep: send a flatter payload", fault, StringComparison.Ordinal);
        Assert.True(fault.Length < 600, fault);
    }

    [Fact]
    public void A_dictionary_within_itself_is_refused()
    {
        var endless = new Dictionary<string, object?>();
        endless["a"] = new object?[] { endless };
        endless["b"] = endless;
        Assert.Equal(
            ["payload.key.a[0] is a container of itself: send a tree.", "payload.key.b is a container of itself: send a tree."],
            Validate(endless));
    }

    [Fact]
    public void A_Struct_within_itself_is_refused()
    {
        var endless = new Struct();
        endless.Fields["a"] = Value.ForStruct(endless);
        var made = EventWith(Value.ForStruct(endless));
        Assert.Equal(
            ["payload.k.a is a container of itself: send a tree."],
            Assert.Throws<MessageValidationException>(() => MessageRules.ThrowIfInvalid(made, "e")).Faults);
        made.Payload = endless;
        Assert.Equal(
            ["payload.a is a container of itself: send a tree."],
            Assert.Throws<MessageValidationException>(() => MessageRules.ThrowIfInvalid(made, "e")).Faults);
    }

    [Fact]
    public void The_same_object_twice_is_no_cycle()
    {
        var shared = new[] { 1 };
        Assert.Equal("[ [ 1 ], [ 1 ] ]", Build(new[] { shared, shared }).Payload.Fields["key"].ToString());
    }

    [Fact]
    public void Few_objects_that_spell_endlessly_many_values_are_refused()
    {
        // Forty lists, each twice the one before: 2^40 values of a tree.
        var doubling = Nest("leaf", 40, inner => new[] { inner, inner });
        Assert.Equal(["payload is more than 1048576 values: send less, a message holds 4 MiB."], Validate(doubling));
    }

    [Fact]
    public void Objects_that_all_hold_each_other_are_refused()
    {
        var lists = Enumerable.Range(0, 30).Select(_ => new List<object?>()).ToArray();
        foreach (var list in lists)
        {
            list.AddRange(lists);
        }

        var faults = Validate(lists);
        Assert.Equal(MessageFaults.MaximumKept + 1, faults.Count);
        Assert.Equal("There are more faults, which are not listed.", faults[^1]);
    }

    [Fact]
    public void I8_An_endless_sequence_is_refused() => Assert.Equal(
        ["payload is more than 1048576 values: send less, a message holds 4 MiB."], Validate(Endless()));

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public void Faults_are_listed_up_to_a_hundred(int bad)
    {
        var faults = Validate(Enumerable.Repeat(double.NaN, bad));
        Assert.Equal(bad, faults.Count);
        Assert.Equal(bad > 100, faults.Contains("There are more faults, which are not listed."));
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private static T Nest<T>(T leaf, int depth, Func<T, T> wrap)
    {
        for (var i = 0; i < depth; i++)
        {
            leaf = wrap(leaf);
        }

        return leaf;
    }

    private static object Nest(string leaf, int depth, Func<object, object> wrap) => Nest<object>(leaf, depth, wrap);

    private static SessionEvent EventWith(Value value) => new()
    {
        EventType = SessionEvent.Types.EventType.CallStarted,
        PlatformCallId = "c",
        Payload = new Struct { Fields = { ["k"] = value } },
    };

    private static SessionEvent Build(object? value) => SessionEventBuilder.CallStarted("c").WithPayload("key", value).Build();

    private static IReadOnlyList<string> Validate(object? value) =>
        Assert.Throws<MessageValidationException>(() => Build(value)).Faults;
}
