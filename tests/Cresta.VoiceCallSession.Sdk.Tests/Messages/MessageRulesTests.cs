using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf.WellKnownTypes;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>Messages made by hand meet the builders' rules.</summary>
public sealed class MessageRulesTests
{
    [Fact]
    public void The_exception_names_the_argument_and_all_faults()
    {
        var exception = Assert.Throws<MessageValidationException>(
            "config", () => MessageRules.ThrowIfInvalid(new StreamingConfig { AudioMetadata = new() }, "config"));
        Assert.Equal(
            ["profile", "platformCallId", "audioMetadata.sampleRateHertz", "audioMetadata.encoding"],
            exception.Faults.Select(f => f.Split(' ')[0]));
        Assert.EndsWith("(Parameter 'config')", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mulaw_at_any_rate_is_for_the_builder_to_ask_about() => MessageRules.ThrowIfInvalid(
        new StreamingConfig
        {
            Profile = "my-profile",
            PlatformCallId = "call-42",
            AudioMetadata = new() { Encoding = AudioEncoding.Mulaw, SampleRateHertz = 16000 },
        },
        "config");

    [Fact]
    public void An_event_is_checked_as_a_whole()
    {
        var made = new SessionEvent
        {
            Participants = { new Participant { ExternalUserId = string.Empty } },
            Payload = new Struct { Fields = { ["a"] = Value.ForNumber(double.NaN), ["b"] = new Value() } },
        };
        var exception = Assert.Throws<MessageValidationException>("e", () => MessageRules.ThrowIfInvalid(made, "e"));
        Assert.Equal(
            [
                "eventType is unspecified",
                "platformCallId is missing",
                "participants[0].role is unspecified",
                "participants[0].externalUserId is missing",
                "payload.a is NaN",
                "payload.b is a Value without a kind",
            ],
            exception.Faults.Select(f => f.Split(':')[0]));
    }

    [Fact]
    public void A_valid_participant_is_checked_without_allocating()
    {
        var participant = Participants.Agent("a1");

        // The first batches warm up; any that allocates nothing shows that a check needs nothing.
        var allocated = Enumerable.Range(0, 100).Select(_ => AllocatedByChecking(participant, 1000));

        Assert.Contains(0, allocated);
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\r\n\u009F", "\"\\u000D\\u000A\\u009F\"")]
    [InlineData("\U0001F4DE", "\"\U0001F4DE\"")]
    public void A_value_is_quoted_so_that_it_can_be_read(string text, string expected) => Assert.Equal(expected, QuotedValue.Quote(text));

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 64)]
    [InlineData(10_000, 64)]
    public void A_long_value_is_cut(int length, int shown) => Assert.Equal(
        shown == 0 ? $"\"{new string('x', length)}\"" : $"\"{new string('x', shown)}…\" ({length} characters)",
        QuotedValue.Quote(new string('x', length)));

    [Fact]
    public void A_value_is_not_cut_within_a_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("\U0001F4DE", 40));
        Assert.Equal("\"x" + string.Concat(Enumerable.Repeat("\U0001F4DE", 32)) + "…\" (81 characters)", QuotedValue.Quote(text));
    }

    private static long AllocatedByChecking(Participant participant, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            MessageRules.ThrowIfInvalid(participant, nameof(participant));
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
