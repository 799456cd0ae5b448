using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>Writes a record as one line of JSON.</summary>
internal static class RecordedCallJson
{
    private const string Authorization = "authorization";

    public static string Write(RecordedCall call)
    {
        var state = call.State;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("platformCallId", state.Configuration?.PlatformCallId ?? "");
            json.WriteString("method", call.Method.ToString());
            json.WriteString("transport", call.Transport.ToString());
            json.WriteString("httpVersion", call.HttpVersion.ToString());
            json.WriteString("connectionId", call.ConnectionId);
            json.WriteString("conversationName", state.ConversationName);
            json.WriteString("started", state.StartedAt);
            WriteEnd(json, state);
            json.WriteNumber("messages", state.Messages);
            json.WriteNumber("answers", state.Answers);
            json.WriteNumber("totalAudioBytes", state.AudioBytes);
            WriteMessage(json, "configuration", state.Configuration);
            WriteAudio(json, call.Audio);
            WriteEvents(json, call.Events);
            WriteSequenceIds(json, call);
            WriteHeaders(json, call.Headers);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteEnd(Utf8JsonWriter json, CallState state)
    {
        if (state.EndedAt is { } ended)
        {
            json.WriteString("ended", ended);
        }

        json.WriteString("ending", state.Ending.ToString());
        json.WriteBoolean("clientHalfClosed", state.HalfClosed);
        if (state.Status is { } status)
        {
            json.WriteStartObject("status");
            json.WriteString("code", status.StatusCode.ToString());
            json.WriteString("message", status.Detail);
            json.WriteEndObject();
        }
    }

    private static void WriteAudio(Utf8JsonWriter json, IReadOnlyList<RecordedAudio> participants)
    {
        json.WriteStartArray("audio");
        foreach (var audio in participants)
        {
            json.WriteStartObject();
            WriteMessage(json, "participant", audio.Participant);
            json.WriteNumber("bytes", audio.Bytes);
            json.WriteNumber("chunks", audio.ChunkCount);
            json.WriteString("sha256", audio.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvents(Utf8JsonWriter json, IReadOnlyList<RecordedEvent> events)
    {
        json.WriteStartArray("events");
        foreach (var recorded in events)
        {
            json.WriteStartObject();
            json.WriteString("sequenceId", recorded.SequenceId);
            json.WriteString("received", recorded.ReceivedAt);
            WriteMessage(json, "sessionEvent", recorded.SessionEvent);
            WriteMessage(json, "audioEvent", recorded.AudioEvent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSequenceIds(Utf8JsonWriter json, RecordedCall call)
    {
        json.WriteStartObject("sequenceIds");
        json.WriteNumber("count", call.SequenceIdCount);
        WriteStrings(json, "repeats", call.RepeatedSequenceIds);
        WriteStrings(json, "gaps", call.SequenceIdGaps.Select(gap => gap.ToString()));
        WriteStrings(json, "outOfOrder", call.OutOfOrderSequenceIds);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyDictionary<string, string> headers)
    {
        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, name.Equals(Authorization, StringComparison.Ordinal) ? Masked(value) : value);
        }

        json.WriteEndObject();
    }

    // The scheme tells what kind of credential came; the rest is secret.
    private static string Masked(string authorization) =>
        authorization.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? authorization[..end] + " ***" : "***";

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string name, IMessage? message)
    {
        if (message is not null)
        {
            json.WritePropertyName(name);
            // The diagnostic form takes what a client should not have sent, such as a time out of range, where the plain one throws.
            json.WriteRawValue(JsonFormatter.ToDiagnosticString(message));
        }
    }
}
