using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cresta.VoiceCallSession.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Microsoft.AspNetCore.WebUtilities;

namespace Cresta.VoiceCallSession.Sdk.Testing.Rest;

/// <summary>What a gateway of one style writes: answers and errors, without spaces and line ends. Thread-safe.</summary>
internal sealed class RestJson
{
    public static readonly RestJson V1 = new(RestStyle.V1);
    public static readonly RestJson V2 = new(RestStyle.V2);

    private const string Error = "error";
    private const string Message = "message";
    private const string Details = "details";
    private const string Code = "code";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RestStyle _style;
    private readonly JsonFormatter _formatter;

    private RestJson(RestStyle style)
    {
        _style = style;
        var types = TypeRegistry.FromFiles(
            VoiceCallSessionServiceReflection.Descriptor, ErrorDetailsReflection.Descriptor, StructReflection.Descriptor,
                WrappersReflection.Descriptor);
        _formatter = new JsonFormatter(
            JsonFormatter.Settings.Default
                .WithTypeRegistry(types)
                .WithFormatDefaultValues(style == RestStyle.V2)
                .WithPreserveProtoFieldNames(style == RestStyle.V1));
    }

    public static RestJson Of(RestStyle style) => style == RestStyle.V1 ? V1 : V2;

    /// <summary><c>{"result":{…}}</c>.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="unknownField">Whether it carries a field that it does not have.</param>
    public ReadOnlyMemory<byte> Result(IMessage answer, bool unknownField) => Write(json =>
    {
        json.WriteStartObject("result");
        WriteFields(json, answer);
        if (unknownField)
        {
            json.WriteString("unknownField", "of a later version");
        }

        json.WriteEndObject();
    });

    /// <summary>The error of a stream.</summary>
    public ReadOnlyMemory<byte> StreamError(ScriptedStatus status) => Write(json =>
    {
        json.WriteStartObject(Error);
        if (_style == RestStyle.V1)
        {
            var http = HttpStatusOf.Code(status.Code, _style);
            json.WriteNumber("grpc_code", (int)status.Code);
            json.WriteNumber("http_code", http);
            json.WriteString(Message, status.Message);
            json.WriteString("http_status", ReasonPhrases.GetReasonPhrase(http));
            WriteDetails(json, status);
        }
        else
        {
            WriteFields(json, status.ToStatus());
        }

        json.WriteEndObject();
    });

    /// <summary>The error of a unary call, and of a stream that the gateway itself refuses.</summary>
    public ReadOnlyMemory<byte> UnaryError(ScriptedStatus status) => Write(json =>
    {
        if (_style == RestStyle.V1)
        {
            json.WriteString(Error, status.Message);
            json.WriteString(Message, status.Message);
            json.WriteNumber(Code, (int)status.Code);
            WriteDetails(json, status);
        }
        else
        {
            WriteFields(json, status.ToStatus());
        }
    });

    /// <summary>A message alone.</summary>
    public ReadOnlyMemory<byte> Plain(IMessage message) => Write(json => WriteFields(json, message));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // Through a document, because Google.Protobuf's formatter writes spaces, and a gateway writes none.
    private void WriteFields(Utf8JsonWriter json, IMessage message)
    {
        using var document = JsonDocument.Parse(_formatter.Format(message));
        foreach (var property in document.RootElement.EnumerateObject())
        {
            property.WriteTo(json);
        }
    }

    private void WriteDetails(Utf8JsonWriter json, ScriptedStatus status)
    {
        if (status.Details.Count == 0)
        {
            return;
        }

        using var document = JsonDocument.Parse(_formatter.Format(status.ToStatus()));
        json.WritePropertyName(Details);
        document.RootElement.GetProperty(Details).WriteTo(json);
    }
}
