using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

public sealed class SessionEventBuilderTests
{
    public static TheoryData<string> ValidIds => Texts.ValidIds;

    public static TheoryData<string?, string> InvalidIds => Texts.InvalidIds;

    public static TheoryData<EventType, Func<string, SessionEventBuilder>> NamedEvents => new()
    {
        { EventType.CallStarted, SessionEventBuilder.CallStarted },
        { EventType.CallEnded, SessionEventBuilder.CallEnded },
        { EventType.Hold, SessionEventBuilder.Hold },
        { EventType.Unhold, SessionEventBuilder.Unhold },
    };

    public static TheoryData<string, string?, string> InvalidCustomValues => new()
    {
        { "", "x", "its name, is missing: give the name of the value, without the prefix custom." },
        { " ", "x", "its name, is blank (\" \"): give the name" },
        { "call\nani", "x", "take out the control character U+000A at index 4" },
        { "call.\uD83D", "x", "take out the lone surrogate U+D83D at index 5" },
        { "custom.call.ani", "x", "its name, is \"custom.call.ani\": take out the prefix custom., which is added to every name" },
        { "custom.", "x", "take out the prefix custom." },
        { ".ani", "x", "give a name that has no empty part between dots" },
        { "call.", "x", "give a name that has no empty part between dots" },
        { "call..ani", "x", "give a name that has no empty part between dots" },
        { "call.ani", null, "payload[\"custom.call.ani\"] is missing: give the text, or leave the value out" },
        { "call.ani", "\uDCDE", "take out the lone surrogate U+DCDE at index 0" },
    };

    [Theory]
    [MemberData(nameof(NamedEvents), DisableDiscoveryEnumeration = true)]
    public void A_named_event_has_its_type_and_call_id(EventType type, Func<string, SessionEventBuilder> create) =>
        Assert.Equal(new SessionEvent { EventType = type, PlatformCallId = "call-42" }, create("call-42").Build());

    [Fact]
    public void All_that_is_given_is_in_the_message()
    {
        var built = SessionEventBuilder.CallStarted("call-42")
            .WithParticipant(Participants.Agent("a1"))
            .WithParticipants([Participants.Visitor(), Participants.Visitor("v1")])
            .WithPlatformTime(DateTimeOffset.UnixEpoch)
            .WithPlatformMasterCallId("master-1")
            .WithPayload("queue", "billing")
            .WithCloseActiveCalls()
            .Build();

        Assert.Equal(
            """
            { "eventType": "CALL_STARTED", "platformCallId": "call-42", "participants": [ { "role": "AGENT", "platformAgentId": "a1" },
            { "role": "VISITOR" }, { "role": "VISITOR", "externalUserId": "v1" } ], "payload": { "queue": "billing" },
            "platformMasterCallId": "master-1", "platformTime": "1970-01-01T00:00:00Z", "closeActiveCalls": true }
            """.ReplaceLineEndings(" "),
            JsonFormatter.Default.Format(built));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_event_type_goes_by_its_number(int type) =>
        Assert.Equal((EventType)type, SessionEventBuilder.Event((EventType)type, "call-42").Build().EventType);

    [Fact]
    public void An_unspecified_event_type_is_refused() => Assert.Equal(
        ["eventType is unspecified: give the event type, by name or by number."],
        Validate(SessionEventBuilder.Event(EventType.Unspecified, "call-42")));

    [Theory]
    [MemberData(nameof(ValidIds))]
    public void Call_ids_are_taken_as_they_are(string id)
    {
        var built = SessionEventBuilder.CallEnded(id).WithPlatformMasterCallId(id).Build();
        var parsed = SessionEvent.Parser.ParseFrom(built.ToByteArray());
        Assert.Equal((id, id), (parsed.PlatformCallId, parsed.PlatformMasterCallId));
    }

    [Theory]
    [MemberData(nameof(InvalidIds), DisableDiscoveryEnumeration = true)]
    public void A_bad_call_id_is_refused(string? id, string expected)
    {
        var fault = Assert.Single(Validate(SessionEventBuilder.CallEnded(id!)));
        Assert.StartsWith("platformCallId is ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InvalidIds), DisableDiscoveryEnumeration = true)]
    public void A_bad_master_call_id_is_refused_but_may_be_left_out(string? id, string expected)
    {
        var builder = SessionEventBuilder.CallEnded("call-42").WithPlatformMasterCallId(id!);
        if (string.IsNullOrEmpty(id))
        {
            Assert.Empty(builder.Build().PlatformMasterCallId);
            return;
        }

        var fault = Assert.Single(Validate(builder));
        Assert.StartsWith("platformMasterCallId is ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_participant_must_have_a_role_and_a_good_id() => Assert.Equal(
        [
            "participants[1].role is unspecified: give the participant's role, by name or by number.",
            "participants[2].role is unspecified: give the participant's role, by name or by number.",
            "participants[2].user is \"\\u0000\": take out the control character U+0000 at index 0, and any other.",
        ],
        Validate(SessionEventBuilder.CallStarted("call-42")
            .WithParticipants([Participants.Visitor(), new Participant(), new Participant { User = "\0" }])));

    [Fact]
    public void All_faults_are_in_one_exception()
    {
        var builder = SessionEventBuilder.Event(EventType.Unspecified, "\u0001")
            .WithPlatformMasterCallId("\u0002")
            .WithParticipant(new Participant())
            .WithPayload("a", double.NaN)
            .WithPayload("b", new object());

        var exception = Assert.Throws<MessageValidationException>(builder.Build);

        Assert.Equal(
            ["eventType", "platformCallId", "platformMasterCallId", "participants[0].role", "payload.a", "payload.b"],
            exception.Faults.Select(f => f.Split(' ')[0]));
        Assert.All(exception.Faults, fault => Assert.Contains($"\n- {fault}\n", exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_makes_independent_messages()
    {
        var participant = Participants.Agent("a1");
        var builder = SessionEventBuilder.CallStarted("call-42").WithParticipant(participant).WithPayload("key", "value");
        var first = builder.Build();
        var second = builder.Build();

        first.Participants.Clear();
        first.Payload.Fields.Clear();
        participant.PlatformAgentId = "a2";

        Assert.Equal("a1", Assert.Single(second.Participants).PlatformAgentId);
        Assert.Equal(second, builder.Build());
    }

    [Fact]
    public void Custom_values_are_flat_texts_under_the_prefix_custom()
    {
        var built = SessionEventBuilder.CallStarted("call-42")
            .WithPayload("queue", "billing")
            .WithCustom("call.ani", "old")
            .WithCustom("call.ani", "+15551234567")
            .WithCustom("note", "")
            .WithCustom("customer.tier", "gold\n\U0001F4DE")
            .WithPayload("custom.call.dnis", "+15557654321")
            .Build();

        Assert.Equal(
            [
                ("custom.call.ani", "+15551234567"),
                ("custom.call.dnis", "+15557654321"),
                ("custom.customer.tier", "gold\n\U0001F4DE"),
                ("custom.note", ""),
                ("queue", "billing"),
            ],
            built.Payload.Fields.Select(field => (field.Key, field.Value.StringValue)).Order());
    }

    [Theory]
    [MemberData(nameof(InvalidCustomValues), DisableDiscoveryEnumeration = true)]
    public void A_custom_value_that_is_not_valid_is_refused(string name, string? value, string expected)
    {
        var builder = SessionEventBuilder.CallStarted("call-42").WithCustom(name, value!);
        var fault = Assert.Single(Validate(builder));
        Assert.StartsWith("payload[\"custom.", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_value_that_was_refused_can_be_given_again()
    {
        var builder = SessionEventBuilder.CallStarted("call-42").WithCustom("call.ani", "1").WithCustom("call.ani", null!);
        Assert.Single(Validate(builder));
        Assert.Equal("2", builder.WithCustom("call.ani", "2").Build().Payload.Fields["custom.call.ani"].StringValue);
    }

    [Fact]
    public void Null_objects_are_refused_at_once()
    {
        var builder = SessionEventBuilder.CallStarted("call-42");
        Assert.Throws<ArgumentNullException>("participant", () => builder.WithParticipant(null!));
        Assert.Throws<ArgumentNullException>("participants", () => builder.WithParticipants(null!));
        Assert.Throws<ArgumentNullException>("participant", () => builder.WithParticipants([null!]));
        Assert.Throws<ArgumentNullException>("name", () => builder.WithCustom(null!, "x"));
        Assert.Throws<ArgumentNullException>("key", () => builder.WithPayload(null!, 1));
        Assert.Throws<ArgumentNullException>("payload", () => builder.WithPayload((IReadOnlyDictionary<string, object?>)null!));
        Assert.Throws<ArgumentNullException>("payload", () => builder.WithPayload((Google.Protobuf.WellKnownTypes.Struct)null!));
    }

    private static IReadOnlyList<string> Validate(SessionEventBuilder builder) =>
        Assert.Throws<MessageValidationException>(builder.Build).Faults;
}
