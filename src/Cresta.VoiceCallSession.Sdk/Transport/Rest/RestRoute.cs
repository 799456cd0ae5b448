using System.Text.RegularExpressions;
using Cresta.VoiceCallSession.Sdk.Messages;
using Cresta.VoiceCallSession.Sdk.Validation;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>
/// The path of a method over HTTP, read from its <c>google.api.http</c> annotation: a POST with everything but the path's field, a profile,
/// in the body. The pattern of that field (<c>{profile}</c>, <c>{profile=**}</c>, <c>{profile=customers/*/profiles/*}</c>) is the server's
/// to check.
/// </summary>
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
                $"The proto file maps {method.Name} to HTTP as \"{rule}\", and only a POST with body \"*\" and at most one field in its "
                    + $"path is supported; see protos/README.md on swapping it.");
        }

        var name = template.Groups["field"];
        var field = name.Success ? method.InputType.FindFieldByName(name.Value) : null;
        return name.Success && field is not { FieldType: FieldType.String, IsRepeated: false }
            ? throw new InvalidOperationException($"The proto file puts {name.Value} into the path of {method.Name}, but the request "
                + $"has no such text field; see protos/README.md on swapping it.")
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
        var faults = default(MessageFaults);
        ProfileName.Check(_field.JsonName, value, ref faults);
        faults.ThrowIfAny(Method.InputType.Name, _field.JsonName);
        var body = Method.InputType.Parser.ParseFrom(request.ToByteString());
        _field.Accessor.Clear(body);
        return (new Uri(endpoint, _before + ProfileName.ToPath(value) + _after), body);
    }

    /// <summary>The address of a method that has no field in its path.</summary>
    public Uri Resolve(Uri endpoint) => new(endpoint, _before + _after);

    [GeneratedRegex(
        @"^(?<before>/[^{}]*)(\{(?<field>\w+)(=[^{}]+)?\}(?<after>[^{}]*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
