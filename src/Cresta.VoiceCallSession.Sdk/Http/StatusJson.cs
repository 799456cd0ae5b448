using System.Globalization;
using System.Net;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using RpcStatus = Google.Rpc.Status;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>
/// Reads a status out of JSON, whichever of the shapes in use it has: <c>{"error":{…}}</c> or bare, <c>code</c> or <c>grpc_code</c>, a text
/// under <c>error</c>, a name or an HTTP status for a code. Never throws.
/// </summary>
internal static class StatusJson
{
    private const int OutOfCodes = 17;

    /// <summary>The status in the body of an error, or null where there is none. Its code is 0 where only a message was given.</summary>
    public static RpcStatus? ReadError(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var error = Member(body, "error");
        var status = Read(error is { ValueKind: JsonValueKind.Object } inner ? inner : body);
        if (status.Message.Length == 0)
        {
            status.Message = Text(error) ?? Text(Member(body, "error_description")) ?? "";
        }

        return status.Code == 0 && status.Message.Length == 0 && error is null ? null : status;
    }

    /// <summary>
    /// Whether the body of an error names a canonical code other than OK, by number or by name, as the service and its gateway do. Other
    /// things that answer do not.
    /// </summary>
    public static bool NamesCode(JsonElement body)
    {
        var status = Member(body, "error") is { ValueKind: JsonValueKind.Object } inner ? inner : body;
        return IsCanonical(Code(Member(status, "grpc_code"))) || IsCanonical(Code(Member(status, "grpcCode")))
            || IsCanonical(Code(Member(status, "code")))
            || (Code(Member(status, "code")) >= 100 && IsCanonical(Code(Member(status, "status"))));

        static bool IsCanonical(int? code) => code is > 0 and < OutOfCodes;
    }

    /// <summary>The status that an object is, with as much of it as can be understood.</summary>
    public static RpcStatus Read(JsonElement status)
    {
        var code = Code(Member(status, "grpc_code")) ?? Code(Member(status, "grpcCode")) ?? Code(Member(status, "code"));
        if (code is null or >= 100)
        {
            // Google's own style: an HTTP status as code, with the canonical name beside it.
            code = Code(Member(status, "status")) ?? code ?? HttpCode(status);
        }

        var result = new RpcStatus { Code = Canonical(code ?? 0), Message = Text(Member(status, "message")) ?? "" };
        if (Member(status, "details") is { ValueKind: JsonValueKind.Array } details)
        {
            result.Details.AddRange(details.EnumerateArray().Select(Detail).OfType<Any>());
        }

        return result;
    }

    private static int? HttpCode(JsonElement status) =>
        Code(Member(status, "http_code")) ?? Code(Member(status, "httpCode")) ?? Code(Member(status, "httpStatus"));

    private static int Canonical(int code) => code switch
    {
        >= 0 and < OutOfCodes => code,
        >= 100 and < 600 => (int)HttpStatusMapping.ToGrpc((HttpStatusCode)code),
        _ => (int)Google.Rpc.Code.Unknown,
    };

    private static int? Code(JsonElement? element)
    {
        if (element is { ValueKind: JsonValueKind.Number } number)
        {
            return number.TryGetDouble(out var value) && Math.Abs(value) < int.MaxValue ? (int)value : (int)Google.Rpc.Code.Unknown;
        }

        return Text(element) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits
            : CodeReflection.Descriptor.EnumTypes[0].FindValueByName(text)?.Number;
    }

    private static Any? Detail(JsonElement detail)
    {
        try
        {
            return JsonMessages.Parser.Parse<Any>(detail.GetRawText());
        }
        catch (Exception e) when (JsonMessages.IsUnreadable(e))
        {
            return UnknownDetail(detail);
        }
    }

    /// <summary>
    /// A detail of a type that is not known here keeps its content, as a <c>google.protobuf.Struct</c> with its <c>@type</c> inside.
    /// </summary>
    private static Any? UnknownDetail(JsonElement detail)
    {
        try
        {
            return detail.ValueKind == JsonValueKind.Object ? Any.Pack(JsonMessages.Parser.Parse<Struct>(detail.GetRawText())) : null;
        }
        catch (Exception e) when (JsonMessages.IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>A member of an object, or null.</summary>
    public static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (IsNamed(member, name))
            {
                return member.Value;
            }
        }

        return null;
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair in it cannot be compared.
            return false;
        }
    }

    private static string? Text(JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
