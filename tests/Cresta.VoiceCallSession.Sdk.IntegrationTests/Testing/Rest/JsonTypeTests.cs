using System.Net;
using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>What a gateway takes of each JSON type, and what it refuses.</summary>
public sealed class JsonTypeTests : RestServerTest
{
    /// <summary>Parts of a session event, and what of it arrives.</summary>
    public static TheoryData<string, string> TakenInEvents() => new()
    {
        { """ "eventType":"HOLD" """, """{ "eventType": "HOLD" }""" },
        { """ "eventType":"UNHOLD" """, """{ "eventType": "UNHOLD" }""" },
        { """ "eventType":"CALL_HOLD" """, """{ "eventType": "HOLD" }""" },
        { """ "eventType":"CALL_UNHOLD" """, """{ "eventType": "UNHOLD" }""" },
        { """ "eventType":3 """, """{ "eventType": "HOLD" }""" },
        { """ "eventType":1 """, """{ "eventType": "CALL_STARTED" }""" },
        { """ "eventType":77 """, """{ "eventType": 77 }""" },
        { """ "eventType":null """, "{ }" },
        { """ "event_type":"CALL_HOLD","platform_call_id":"x" """, """{ "eventType": "HOLD", "platformCallId": "x" }""" },
        { """ "platformCallId":"2" """, """{ "platformCallId": "2" }""" },
        { """ "platformCallId":null """, "{ }" },
        { """ "unknown":{"a":[1]},"platformCallId":"x" """, """{ "platformCallId": "x" }""" },
        { """ "participants":[{"role":"AGENT","unknown":1}] """, """{ "participants": [ { "role": "AGENT" } ] }""" },
        { """ "participants":null """, "{ }" },
        { """ "participants":[{"role":99,"external_user_id":"e"}] """, """{ "participants": [ { "role": 99, "externalUserId": "e" } ] }""" },
        { """ "closeActiveCalls":true """, """{ "closeActiveCalls": true }""" },
        { """ "platformTime":"2024-01-02T03:04:05Z" """, """{ "platformTime": "2024-01-02T03:04:05Z" }""" },
        { """ "platformTime":"2024-01-02T03:04:05.1234567Z" """, """{ "platformTime": "2024-01-02T03:04:05.123456700Z" }""" },
        { """ "platformTime":"2024-01-02T03:04:05.123456789Z" """, """{ "platformTime": "2024-01-02T03:04:05.123456789Z" }""" },
        { """ "platformTime":"2024-01-02T03:04:05+02:00" """, """{ "platformTime": "2024-01-02T01:04:05Z" }""" },
        { """ "platformTime":null """, "{ }" },
        { """ "payload":{"a":1,"b":[true,null,{"c":"d"}]} """, """{ "payload": { "a": 1, "b": [ true, null, { "c": "d" } ] } }""" },
        { """ "payload":{"a":9007199254740993} """, """{ "payload": { "a": 9007199254740992 } }""" },
        { """ "payload":{} """, """{ "payload": { } }""" },
        { """ "payload":null """, "{ }" },
    };

    public static TheoryData<string> RefusedInEvents() =>
    [
        """ "eventType":"NO_SUCH" """,
        """ "eventType":"call_hold" """,
        """ "eventType":"hold" """,
        """ "eventType":"ON_HOLD" """,
        """ "eventType":"1" """,
        """ "eventType":1.0 """,
        """ "eventType":true """,
        """ "platformCallId":2 """,
        """ "participants":{} """,
        """ "participants":[{"role":"agent"}] """,
        """ "closeActiveCalls":"true" """,
        """ "closeActiveCalls":1 """,
        """ "platformTime":"2024-01-02T03:04:05" """,
        """ "platformTime":1704164645 """,
        """ "payload":"text" """,
        """ "payload":[1] """,
    ];

    [Theory]
    [MemberData(nameof(TakenInEvents))]
    public async Task An_event_is_taken(string fields, string expected)
    {
        var reply = await PostAsync($$$"""{"sessionEvent":{{{{fields}}}},"sequenceId":"2"}""");

        Assert.Equal(["1", "2"], Answered(reply.Body));
        Assert.Equal(expected, JsonFormatter.Default.Format(Assert.Single((await RecordAsync()).Events).SessionEvent));
    }

    [Theory]
    [MemberData(nameof(RefusedInEvents))]
    public async Task A_later_message_that_is_refused_ends_the_stream_without_a_word(string fields)
    {
        var reply = await PostAsync($$$"""{"sessionEvent":{{{{fields}}}},"sequenceId":"2"}""", Event("3"));

        Assert.Equal((HttpStatusCode.OK, Answer("1") + "\n"), (reply.Status, reply.Body));
        var call = await RecordAsync();
        Assert.Equal((1L, true, CallEnding.ClientCompleted), (call.MessageCount, call.ClientHalfClosed, call.Ending));
    }

    [Theory]
    [InlineData("AQIDBA==", new byte[] { 1, 2, 3, 4 })]
    [InlineData("//8=", new byte[] { 255, 255 })]
    [InlineData("", new byte[0])]
    public async Task Standard_base64_with_padding_is_taken(string text, byte[] expected)
    {
        var reply = await PostAsync($$$"""{"audioContent":{"audioContent":"{{{text}}}"},"sequenceId":"2"}""");

        Assert.Equal(["1", "2"], Answered(reply.Body));
        (await RecordAsync()).ShouldHaveReceivedAudio(new Participant(), expected);
    }

    [Theory]
    [InlineData("\"AQIDBA\"")]
    [InlineData("\"__8=\"")]
    [InlineData("\"AQI*\"")]
    [InlineData("[1,2]")]
    [InlineData("1")]
    public async Task Other_bytes_are_refused(string value)
    {
        var reply = await PostAsync($$$"""{"audioContent":{"audioContent":{{{value}}}},"sequenceId":"2"}""");

        Assert.Equal((HttpStatusCode.OK, Answer("1") + "\n"), (reply.Status, reply.Body));
        Assert.Equal(0, (await RecordAsync()).TotalAudioBytes);
    }

    [Theory]
    [InlineData("8000", true)]
    [InlineData("\"8000\"", true)]
    [InlineData("null", true)]
    [InlineData("8000.0", false)]
    [InlineData("8e3", false)]
    [InlineData("\"8000.0\"", false)]
    [InlineData("3000000000", false)]
    [InlineData("true", false)]
    public async Task An_int32_has_digits_and_nothing_else(string value, bool isTaken)
    {
        var body = $$$"""{"streamingConfig":{"profile":"p1","platformCallId":"c","audioMetadata":{"sampleRateHertz":{{{value}}}}},"sequenceId":"1"}""";

        var reply = await Client.PostAsync(RestClient.Sessions, body);

        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.InternalServerError, reply.Status);
        if (isTaken)
        {
            Assert.Equal(value == "null" ? 0 : 8000, (await RecordAsync()).Configuration!.AudioMetadata.SampleRateHertz);
        }
    }

    [Theory]
    [InlineData("\"1.5s\"", 1_500_000_000)]
    [InlineData("\"1.500000001s\"", 1_500_000_001)]
    [InlineData("null", null)]
    [InlineData("\"1.5\"", -1)]
    [InlineData("\"00:00:01.5\"", -1)]
    [InlineData("1.5", -1)]
    public async Task A_duration_is_seconds_with_an_s(string value, int? nanoseconds)
    {
        var reply = await Client.PostAsync(
            RestClient.Audio, $$$"""{{{Config}}}{"audioEvent":{"eventType":"PAUSE","pauseDuration":{{{value}}}},"sequenceId":"2"}""");

        var isTaken = nanoseconds is not -1;
        Assert.Equal(isTaken ? ["1", "2"] : ["1"], Answered(reply.Body));
        if (isTaken)
        {
            var pause = Assert.Single((await RecordAsync()).Events).AudioEvent!.PauseDuration;
            Assert.Equal(nanoseconds, pause is null ? null : (int)(pause.Seconds * 1_000_000_000) + pause.Nanos);
        }
    }

    [Theory]
    [InlineData("""{"streamingConfig":null,"sequenceId":"2"}""")]
    [InlineData("""{"session_event":null}""")]
    [InlineData("""{"audioContent":{"audioContent":"AQI=","participant":{"role":"AGENT","user":null}},"sequenceId":"2"}""")]
    public async Task Null_in_a_oneof_is_internal_and_the_call_is_over(string message)
    {
        var reply = await PostAsync(message, Event("3"));

        var lines = reply.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Answer("1"), lines[0]);
        Assert.Equal(13, RestErrors.Parse(lines[1]).Code);
        Assert.Equal(2, lines.Length);
        (await RecordAsync()).ShouldHaveEndedWith(Grpc.Core.StatusCode.Internal);
    }

    [Fact]
    public async Task Of_two_members_of_a_oneof_one_arrives_by_chance()
    {
        var participants = string.Join(',', Enumerable.Repeat("""{"user":"u","platformAgentId":"a"}""", 64));

        var reply = await PostAsync($$$"""{"sessionEvent":{"participants":[{{{participants}}}]},"sequenceId":"2"}""");

        Assert.Equal(["1", "2"], Answered(reply.Body));
        var recorded = Assert.Single((await RecordAsync()).Events).SessionEvent!.Participants;
        Assert.Equal(64, recorded.Count);
        Assert.Equal(["", "a"], recorded.Select(participant => participant.PlatformAgentId).Distinct().Order(StringComparer.Ordinal));
        Assert.All(recorded, participant => Assert.NotEqual(participant.HasUser, participant.HasPlatformAgentId));
    }

    private Task<RestReply> PostAsync(params string[] messages) =>
        Client.PostAsync(RestClient.Sessions, string.Join('\n', [Config, .. messages]));

    private Task<RecordedCall> RecordAsync() => Server.WaitForCallAsync("c").Guarded();
}
