using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>A proxy's answer to CONNECT, other than success.</summary>
internal static partial class ProxyRefusal
{
    /// <summary>
    /// The proxy's HTTP status, or null if there was none. Older runtimes have it in the text alone; the number stands there in quotes, or
    /// at the end where an application is built without its texts.
    /// </summary>
    public static HttpStatusCode? StatusOf(HttpRequestException failure) =>
        failure.StatusCode
        ?? (Number().Match(failure.Message) is { Success: true } match ? (HttpStatusCode)int.Parse(
            match.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null);

    [GeneratedRegex("""(?<!\d)(?<status>[1-5]\d\d)(?!\d)['".\s]*$""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
