using System.Text.Json;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>Refuses what Google.Protobuf's parser takes and a gateway does not.</summary>
internal static class StrictJson
{
    private const string WellKnownTypes = "google.protobuf";

    // How a gateway's marshaler puts it when it sends such a message on.
    private const string NilOneof = "grpc: error while marshaling: proto: oneof field has nil value";

    /// <summary>Checks one message.</summary>
    /// <returns>Whether two members of a oneof are set somewhere in it, which is no error.</returns>
    /// <exception cref="UndecodableMessageException">A gateway refuses it.</exception>
    /// <exception cref="RpcException">INTERNAL: a gateway decodes it, but cannot send it on.</exception>
    public static bool Check(JsonElement message, MessageDescriptor type)
    {
        Expect(message, type.FullName, JsonValueKind.Object);
        var fields = JsonFieldNames.Of(type);
        var oneofs = new HashSet<OneofDescriptor>();
        var rivals = false;
        foreach (var property in message.EnumerateObject())
        {
            // Unknown fields are ignored at any level.
            if (fields.TryGetValue(property.Name, out var field))
            {
                rivals |= field.RealContainingOneof is { } oneof && !oneofs.Add(oneof);
                rivals |= CheckField(property.Value, field);
            }
        }

        return rivals;
    }

    /// <summary>
    /// Whether a field's value is a message that follows the rules for messages, and not one with a JSON form of its own.
    /// </summary>
    public static bool IsPlainMessage(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsMap: false }
            && !field.MessageType.File.Package.Equals(WellKnownTypes, StringComparison.Ordinal);

    private static bool CheckField(JsonElement value, FieldDescriptor field)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return field.RealContainingOneof is null ? false : throw new RpcException(new Status(StatusCode.Internal, NilOneof));
        }

        if (!field.IsRepeated || field.IsMap)
        {
            return CheckValue(value, field);
        }

        Expect(value, field.FullName, JsonValueKind.Array);
        var rivals = false;
        foreach (var element in value.EnumerateArray())
        {
            rivals |= CheckValue(element, field);
        }

        return rivals;
    }

    private static bool CheckValue(JsonElement value, FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when IsPlainMessage(field):
                return Check(value, field.MessageType);
            case FieldType.Enum:
                CheckEnum(value, field);
                break;
            case FieldType.Bytes:
                Expect(value, field.FullName, JsonValueKind.String);
                Require(value.TryGetBytesFromBase64(out _), field, "is not standard base64 with padding");
                break;
            case FieldType.String:
                Expect(value, field.FullName, JsonValueKind.String);
                break;
            case FieldType.Bool:
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, field, "is not true or false");
                break;
            case FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64 or FieldType.SInt32 or FieldType.SInt64
                or FieldType.Fixed32 or FieldType.Fixed64 or FieldType.SFixed32 or FieldType.SFixed64:
                var digits = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                Require(IsInteger(digits), field, "is not an integer without a point and an exponent");
                break;
            default:
                // What else there is has one form, which the parser knows.
                break;
        }

        return false;
    }

    private static void CheckEnum(JsonElement value, FieldDescriptor field)
    {
        var known = value.ValueKind switch
        {
            JsonValueKind.String => field.EnumType.FindValueByName(value.GetString()) is not null,
            JsonValueKind.Number => value.TryGetInt32(out _) && IsInteger(value.GetRawText()),
            _ => false,
        };
        Require(known, field, $"is {value.GetRawText()}, which is no value of {field.EnumType.FullName}");
    }

    private static bool IsInteger(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static void Expect(JsonElement value, string what, JsonValueKind kind)
    {
        if (value.ValueKind != kind)
        {
            throw new UndecodableMessageException($"cannot unmarshal {value.ValueKind} into {what}, which takes {kind}");
        }
    }

    private static void Require(bool condition, FieldDescriptor field, string fault)
    {
        if (!condition)
        {
            throw new UndecodableMessageException($"{field.FullName} {fault}");
        }
    }
}
