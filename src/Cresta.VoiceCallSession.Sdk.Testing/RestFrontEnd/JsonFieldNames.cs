using System.Collections.Concurrent;
using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>The names that a message's fields have in JSON: lowerCamelCase and snake_case, both taken. Thread-safe.</summary>
internal static class JsonFieldNames
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FrozenDictionary<string, FieldDescriptor>> Known = new();

    public static FrozenDictionary<string, FieldDescriptor> Of(MessageDescriptor type) => Known.GetOrAdd(type, Make);

    private static FrozenDictionary<string, FieldDescriptor> Make(MessageDescriptor type)
    {
        var names = new Dictionary<string, FieldDescriptor>(StringComparer.Ordinal);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            names[field.Name] = field;
            names[field.JsonName] = field;
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
