using System.Text.Json;
using Cresta.VoiceCallSession.Sdk.Http;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>Makes response messages of JSON. Where Google's parser refuses the whole, what can be understood of it is kept.</summary>
internal sealed class ResponseParser(MessageDescriptor type)
{
    /// <summary>The message, or null where nothing of it can be understood.</summary>
    public IMessage? Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return JsonMessages.Parser.Parse(json.GetRawText(), type);
        }
        catch (Exception e) when (JsonMessages.IsUnreadable(e))
        {
            return ParseByMember(json);
        }
    }

    private IMessage? ParseByMember(JsonElement json)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        var understood = false;
        foreach (var member in json.EnumerateObject())
        {
            try
            {
                var name = member.Name;
                if (type.Fields.InFieldNumberOrder().FirstOrDefault(f => string.Equals(
                    f.JsonName, name, StringComparison.Ordinal) || string.Equals(f.Name, name, StringComparison.Ordinal)) is not { } field)
                {
                    continue;
                }

                // A detail of an unknown type, for one, must not cost the code.
                if (field is
                    {
                        FieldType: FieldType.Message,
                        IsRepeated: false
                    } && field.MessageType == RpcStatus.Descriptor && member.Value.ValueKind == JsonValueKind.Object)
                {
                    field.Accessor.SetValue(message, StatusJson.Read(member.Value));
                }
                else
                {
                    message.MergeFrom(
                        JsonMessages.Parser.Parse($"{{\"{field.JsonName}\":{member.Value.GetRawText()}}}", type).ToByteString());
                }

                understood = true;
            }
            catch (Exception e) when (JsonMessages.IsUnreadable(e))
            {
                continue;
            }
        }

        return understood ? message : null;
    }
}
