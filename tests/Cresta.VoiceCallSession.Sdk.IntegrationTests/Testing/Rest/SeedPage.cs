using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.Rest;

/// <summary>The service's public page: its examples for curl.</summary>
internal static partial class SeedPage
{
    /// <summary>The path and the body of each example, in the page's order.</summary>
    public static IReadOnlyList<(string Path, string Body)> Examples { get; } =
        [.. Example().Matches(Text()).Select(match => (match.Groups["path"].Value, match.Groups["body"].Value))];

    /// <summary>
    /// The fields of a body by their paths, such as <c>sessionEvent.participants.role</c>, with their values as they stand.
    /// </summary>
    public static IEnumerable<(string Path, JsonElement Value)> Fields(JsonElement value, string path = "") => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(
            property => Fields(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}").Prepend(
                (path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(element => Fields(element, path)),
        _ => [],
    };

    private static string Text()
    {
        using var resource = typeof(SeedPage).Assembly.GetManifestResourceStream("SeedPage.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"'https://[^/]+(?<path>/[^']+)'.*?-d '(?<body>\{.*?\})'", RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Example();
}
