using Cresta.VoiceCallSession.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>The generated messages against the table of the wire: no field missing, none too many, each with its number.</summary>
public sealed class WireTests
{
    private const string Package = "cresta.v1.voicecallsession";

    private static readonly FileDescriptor File = StreamingConfig.Descriptor.File;

    public static IEnumerable<object[]> Fields =>
        WireTable.Fields.Select(f => new object[] { f.Message, f.Field, f.Json, f.Number, f.Type, f.OneOf });

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_has_its_number_names_and_type(string message, string name, string json, int number, string type, string oneOf)
    {
        var field = File.FindTypeByName<MessageDescriptor>(message).FindFieldByNumber(number);

        Assert.NotNull(field);
        Assert.Equal(name, field.Name);
        Assert.Equal(json, field.JsonName);
        Assert.Equal(type, TypeOf(field));
        Assert.Equal(oneOf, field.ContainingOneof?.Name ?? string.Empty);
    }

    [Fact]
    public void There_is_no_other_field_and_no_other_message()
    {
        var expected = WireTable.Fields.Select(f => $"{f.Message}.{f.Field}").Append("ProcessSessionEventResponse");
        var actual = File.MessageTypes.SelectMany(
            m => m.Fields.InDeclarationOrder().Select(f => $"{m.Name}.{f.Name}").DefaultIfEmpty(m.Name));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_enums_have_these_values_and_no_other()
    {
        var enums = File.EnumTypes.Concat(File.MessageTypes.SelectMany(m => m.EnumTypes));
        var actual = enums.SelectMany(e => e.Values.Select(v => (Short(e.FullName), v.Name, v.Number)));
        Assert.Equal(WireTable.Values.Order(), actual.Order());
    }

    [Theory]
    [InlineData(
        "StreamCallSession",
        "StreamCallSessionRequest",
        "StreamCallSessionResponse",
        true,
        "/v1/voicecallsession/streamCallSession")]
    [InlineData(
        "StreamCallSessionAudio",
        "StreamCallSessionAudioRequest",
        "StreamCallSessionAudioResponse",
        true,
        "/v1/voicecallsession/streamCallSessionAudio")]
    [InlineData(
        "ProcessSessionEvent",
        "ProcessSessionEventRequest",
        "ProcessSessionEventResponse",
        false,
        "/v1/voicecallsession/{profile=**}/sessionEvent:process")]
    public void A_method_has_its_shape_and_its_path(string name, string request, string response, bool streams, string path)
    {
        var method = VoiceCallSessionService.Descriptor.FindMethodByName(name);

        Assert.Equal(request, method.InputType.Name);
        Assert.Equal(response, method.OutputType.Name);
        Assert.Equal((streams, streams), (method.IsClientStreaming, method.IsServerStreaming));
        var http = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        Assert.Equal(new HttpRule { Post = path, Body = "*" }, http);
    }

    [Fact]
    public void The_service_has_its_name_and_three_methods()
    {
        Assert.Equal($"{Package}.VoiceCallSessionService", VoiceCallSessionService.Descriptor.FullName);
        Assert.Equal(3, VoiceCallSessionService.Descriptor.Methods.Count);
    }

    private static string TypeOf(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => Short(field.MessageType.FullName),
            FieldType.Enum => Short(field.EnumType.FullName),
            FieldType.Int32 => "int32",
            FieldType.Bool => "bool",
            FieldType.Bytes => "bytes",
            FieldType.String => "string",
            var other => $"{other}",
        };
        return field.IsRepeated ? $"repeated {type}" : type;
    }

    private static string Short(string fullName) => fullName.Replace($"{Package}.", string.Empty, StringComparison.Ordinal);
}
