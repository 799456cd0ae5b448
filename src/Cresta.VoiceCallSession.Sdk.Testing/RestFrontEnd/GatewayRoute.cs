using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Testing.RestFrontEnd;

/// <summary>A method's path, from its <c>google.api.http</c> annotation, with one variable at most.</summary>
internal sealed partial class GatewayRoute
{
    private const string AnySegments = "**";
    private const string AnySegment = "*";

    private readonly string[] _before;
    private readonly string[] _pattern;
    private readonly string[] _after;
    private readonly string? _variable;

    private GatewayRoute(MethodDescriptor method, string template)
    {
        Method = method;
        var parts = Template().Match(template);
        _variable = parts.Success ? parts.Groups["name"].Value : null;
        _before = Split(parts.Success ? parts.Groups["before"].Value : template);
        _pattern = Split(parts.Groups["pattern"] is { Success: true, Value: var pattern } ? pattern : AnySegment);
        _after = parts.Success ? Split(parts.Groups["after"].Value) : [];
    }

    public MethodDescriptor Method { get; }

    /// <summary>The routes of all methods of a service that have one.</summary>
    public static IReadOnlyList<GatewayRoute> Of(ServiceDescriptor service) =>
    [
        .. from method in service.Methods
           let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
           where rule is { PatternCase: HttpRule.PatternOneofCase.Post }
           select new GatewayRoute(method, rule.Post),
    ];

    /// <summary>
    /// A request's path in segments, decoded. A gateway decodes before it splits, so an encoded slash splits too.
    /// </summary>
    /// <param name="target">The request's target as it came, still encoded.</param>
    public static string[] SegmentsOf(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return Split(Uri.UnescapeDataString(query < 0 ? target : target[..query]));
    }

    /// <summary>The values of the path's variables, by field name; null when the path is another.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Match(string[] segments)
    {
        if (_variable is null)
        {
            return segments.AsSpan().SequenceEqual(_before) ? [] : null;
        }

        if (segments.Length <= _before.Length + _after.Length
            || !segments.AsSpan(0, _before.Length).SequenceEqual(_before)
            || !segments.AsSpan(segments.Length - _after.Length).SequenceEqual(_after))
        {
            return null;
        }

        var value = segments[_before.Length..^_after.Length];
        return FitsPattern(value) ? [new(_variable, string.Join('/', value))] : null;
    }

    private static string[] Split(string path) => path.Split('/');

    private bool FitsPattern(string[] value) => _pattern is [AnySegments]
        || (value.Length == _pattern.Length && value.Zip(_pattern).All(static pair => FitsSegment(pair.First, pair.Second)));

    private static bool FitsSegment(string segment, string pattern) =>
        pattern.Equals(AnySegment, StringComparison.Ordinal) || pattern.Equals(segment, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?<before>[^{}]*)/\{(?<name>\w+)(=(?<pattern>[^{}]+))?\}/(?<after>[^{}]*)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Template();
}
