using System.Buffers;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Sessions.Report;
using Cresta.VoiceCallSession.Sdk.Transport.Rest;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using EventType = Cresta.VoiceCallSession.V1.SessionEvent.Types.EventType;

namespace Cresta.VoiceCallSession.Sdk.Tests.Transport.Rest;

/// <summary>The names of hold and unhold in JSON: one is written, all are read.</summary>
public sealed class HoldEventNameTests
{
    [Theory]
    [InlineData(EventType.Hold, HoldEventNaming.Hold, "HOLD")]
    [InlineData(EventType.Unhold, HoldEventNaming.Hold, "UNHOLD")]
    [InlineData(EventType.Hold, HoldEventNaming.CallHold, "CALL_HOLD")]
    [InlineData(EventType.Unhold, HoldEventNaming.CallHold, "CALL_UNHOLD")]
    [InlineData(EventType.CallStarted, HoldEventNaming.CallHold, "CALL_STARTED")]
    [InlineData(EventType.CallEnded, HoldEventNaming.CallHold, "CALL_ENDED")]
    public void An_event_of_a_stream_and_a_single_one_are_written_under_the_name_of_the_option(
        EventType type, HoldEventNaming naming, string name)
    {
        var sessionEvent = new SessionEvent { EventType = type, PlatformCallId = "c" };
        Assert.Equal(
            $"{{ \"sessionEvent\": {{ \"eventType\": \"{name}\", \"platformCallId\": \"c\" }}, \"sequenceId\": \"2\" }}",
            Write(new StreamCallSessionRequest { SessionEvent = sessionEvent, SequenceId = "2" }, naming));
        Assert.Equal(
            $"{{ \"sessionEvent\": {{ \"eventType\": \"{name}\", \"platformCallId\": \"c\" }}, \"audioStreamingMode\": 7 }}",
            Write(new ProcessSessionEventRequest { SessionEvent = sessionEvent, AudioStreamingMode = (AudioStreamingMode)7 }, naming));
    }

    [Fact]
    public void A_number_without_a_name_stays_a_number() => Assert.Equal(
        "{ \"sessionEvent\": { \"eventType\": 77 } }",
        Write(new StreamCallSessionRequest { SessionEvent = new SessionEvent { EventType = (EventType)77 } }, HoldEventNaming.CallHold));

    [Fact]
    public void Nothing_but_the_events_own_type_is_renamed()
    {
        // A payload that holds the same keys and values, and is nested deeper than System.Text.Json reads by default.
        var payload = new Struct { Fields = { ["eventType"] = Text("HOLD"), ["sessionEvent"] = Text("HOLD") } };
        for (var depth = 0; depth < 30; depth++)
        {
            payload = new() { Fields = { ["sessionEvent"] = new() { StructValue = payload }, ["eventType"] = Text("HOLD") } };
        }

        var request = new StreamCallSessionRequest
        {
            SessionEvent = new SessionEvent
            {
                EventType = EventType.Hold,
                PlatformCallId = "\"eventType\": \"HOLD\" \U0001F4DE",
                Participants = { new Participant { Role = Participant.Types.Role.Agent, User = "HOLD" } },
                Payload = payload,
            },
            SequenceId = "HOLD",
        };

        var (plain, renamed) = (Write(request, HoldEventNaming.Hold), Write(request, HoldEventNaming.CallHold));

        const string Type = "{ \"sessionEvent\": { \"eventType\": ";
        Assert.StartsWith($"{Type}\"HOLD\", ", plain, StringComparison.Ordinal);
        Assert.Equal($"{Type}\"CALL_HOLD\"{plain[$"{Type}\"HOLD\"".Length..]}", renamed);
        Assert.Equal(request, StreamCallSessionRequest.Parser.ParseJson(plain));
        Assert.Equal(request, StreamCallSessionRequest.Parser.ParseJson(renamed));
    }

    [Theory]
    [InlineData("\"HOLD\"", EventType.Hold)]
    [InlineData("\"CALL_HOLD\"", EventType.Hold)]
    [InlineData("3", EventType.Hold)]
    [InlineData("\"UNHOLD\"", EventType.Unhold)]
    [InlineData("\"CALL_UNHOLD\"", EventType.Unhold)]
    [InlineData("4", EventType.Unhold)]
    public void Every_name_is_read(string json, EventType type)
    {
        var read = JsonMessages.Parser.Parse<SessionEvent>($"{{\"eventType\":{json}}}");
        Assert.Equal(type, read.EventType);
        Assert.Equal(type == EventType.Hold ? "HOLD" : "UNHOLD", EnumNames.Of(SessionEvent.Descriptor, (int)read.EventType));
    }

    private static Value Text(string text) => Value.ForString(text);

    private static string Write(IMessage request, HoldEventNaming naming)
    {
        var writer = new ArrayBufferWriter<byte>();
        RequestLine.WriteMessage(request, naming, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }
}
