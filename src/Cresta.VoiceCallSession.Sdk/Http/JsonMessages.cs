using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>
/// The one way that messages become JSON and back. What goes out is what the strictest gateway takes: known enum values by name, others by
/// number, padded base64, no nulls. What comes in may have unknown fields and either kind of names.
/// </summary>
internal static class JsonMessages
{
    public static JsonFormatter Formatter { get; } = JsonFormatter.Default;

    public static JsonParser Parser { get; } = new(JsonParser.Settings.Default
        .WithIgnoreUnknownFields(true)
        .WithTypeRegistry(TypeRegistry.FromFiles(
            ErrorDetailsReflection.Descriptor,
            StatusReflection.Descriptor,
            AnyReflection.Descriptor,
            DurationReflection.Descriptor,
            EmptyReflection.Descriptor,
            StructReflection.Descriptor,
            TimestampReflection.Descriptor,
            WrappersReflection.Descriptor,
            VoiceCallSessionService.Descriptor.File)));

    /// <summary>Whether the exception says that a text is no JSON, or not the JSON of the message that was asked for.</summary>
    public static bool IsUnreadable(Exception e) =>
        e is JsonException or InvalidJsonException or InvalidProtocolBufferException
            or InvalidOperationException or FormatException or OverflowException or ArgumentException;
}
