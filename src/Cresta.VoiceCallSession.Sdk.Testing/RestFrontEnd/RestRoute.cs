using Google.Api;
using Google.Protobuf.Reflection;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>A method's path, from its <c>google.api.http</c> annotation.</summary>
internal sealed class RestRoute(MethodDescriptor method, string template)
{
    private readonly string[] _template = Split(template);

    public MethodDescriptor Method { get; } = method;

    /// <summary>The routes of all methods of a service that have one.</summary>
    public static IReadOnlyList<RestRoute> Of(ServiceDescriptor service) =>
    [
        .. from method in service.Methods
           let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
           where rule is { PatternCase: HttpRule.PatternOneofCase.Post }
           select new RestRoute(method, rule.Post),
    ];

    /// <summary>
    /// A request's path in segments. A gateway decodes before it splits, so an encoded slash splits too.
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
        if (segments.Length != _template.Length)
        {
            return null;
        }

        var variables = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (_template[i] is ['{', .. var name, '}'])
            {
                variables.Add(new(name, segments[i]));
            }
            else if (!_template[i].Equals(segments[i], StringComparison.Ordinal))
            {
                return null;
            }
        }

        return variables;
    }

    private static string[] Split(string path) => path.Split('/');
}
