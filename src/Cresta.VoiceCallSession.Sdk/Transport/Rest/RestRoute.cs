using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>Where a method lives over HTTP, read from its <c>google.api.http</c> annotation: a POST with everything but the path's field in the body.</summary>
internal sealed partial class RestRoute
{
    private readonly string _before;
    private readonly string _after;
    private readonly FieldDescriptor? _field;

    private RestRoute(MethodDescriptor method, string before, FieldDescriptor? field, string after)
    {
        Method = method;
        _before = before;
        _field = field;
        _after = after;
    }

    public MethodDescriptor Method { get; }

    public static RestRoute Of(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        var template = Template().Match(rule?.Post ?? "");
        if (!template.Success || !string.Equals(rule!.Body, "*", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The proto file maps {method.Name} to HTTP as \"{rule}\", and only a POST with body \"*\" and at most one field in its path is spoken here; see protos/README.md on swapping it.");
        }

        var name = template.Groups["field"];
        var field = name.Success ? method.InputType.FindFieldByName(name.Value) : null;
        return name.Success && field is not { FieldType: FieldType.String, IsRepeated: false }
            ? throw new InvalidOperationException($"The proto file puts {name.Value} into the path of {method.Name}, but the request has no such text field; see protos/README.md on swapping it.")
            : new RestRoute(method, template.Groups["before"].Value, field, template.Groups["after"].Value);
    }

    /// <summary>The request's address, and what remains of it for the body.</summary>
    /// <exception cref="MessageValidationException">The field in the path cannot travel there.</exception>
    public (Uri Address, IMessage Body) Resolve(Uri endpoint, IMessage request)
    {
        if (_field is null)
        {
            return (Resolve(endpoint), request);
        }

        var value = (string)_field.Accessor.GetValue(request);
        if (Fault(value) is { } fault)
        {
            throw new MessageValidationException(Method.InputType.Name, [$"{_field.JsonName} is {Excerpt.Quote(value)}: {fault}"], _field.JsonName);
        }

        var body = Method.InputType.Parser.ParseFrom(request.ToByteString());
        _field.Accessor.Clear(body);
        return (new Uri(endpoint, _before + Uri.EscapeDataString(value) + _after), body);
    }

    /// <summary>The address of a method that has no field in its path.</summary>
    public Uri Resolve(Uri endpoint) => new(endpoint, _before + _after);

    private static string? Fault(string value)
    {
        if (value.Length == 0)
        {
            return "over REST it is a segment of the path, which must not be empty; give a name.";
        }

        if (value.Contains('/', StringComparison.Ordinal) || value.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return "over REST it is one segment of the path, where a slash, also as %2F, leads to another address (HTTP 404); give a name without one, or use gRPC.";
        }

        return value is "." or ".." ? "over REST it is a segment of the path, where dots alone lead to another address; give a name, or use gRPC." : null;
    }

    [GeneratedRegex(@"^(?<before>/[^{}]*)(\{(?<field>\w+)(=\*)?\}(?<after>[^{}]*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
