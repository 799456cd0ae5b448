using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Leaves one member of each oneof in a message, by chance, as a gateway does: a client that sets two gets found out.</summary>
internal static class OneofChoice
{
    public static string Make(JsonElement message, MessageDescriptor type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteMessage(json, message, type);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteMessage(Utf8JsonWriter json, JsonElement message, MessageDescriptor type)
    {
        var fields = JsonFieldNames.Of(type);
        var properties = message.EnumerateObject().Where(property => fields.ContainsKey(property.Name)).ToList();
        var kept = properties
            .GroupBy(property => fields[property.Name].RealContainingOneof)
            .SelectMany(group => group.Key is null ? group.AsEnumerable() : [group.ElementAt(Pick(group.Count()))]);
        json.WriteStartObject();
        foreach (var property in kept)
        {
            json.WritePropertyName(property.Name);
            WriteValue(json, property.Value, fields[property.Name]);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement value, FieldDescriptor field)
    {
        if (!StrictJson.IsPlainMessage(field) || value.ValueKind == JsonValueKind.Null)
        {
            value.WriteTo(json);
        }
        else if (!field.IsRepeated)
        {
            WriteMessage(json, value, field.MessageType);
        }
        else
        {
            json.WriteStartArray();
            foreach (var element in value.EnumerateArray())
            {
                WriteMessage(json, element, field.MessageType);
            }

            json.WriteEndArray();
        }
    }

#pragma warning disable CA5394 // Chance, not a secret.
    private static int Pick(int count) => Random.Shared.Next(count);
#pragma warning restore CA5394
}
