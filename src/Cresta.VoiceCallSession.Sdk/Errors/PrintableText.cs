using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Errors;

/// <summary>
/// Text from the network, made fit for logs and messages: a control character could end a line or change what a terminal shows.
/// </summary>
internal static class PrintableText
{
    // C0, DEL and C1, the line and paragraph separators, and the characters that change the direction of text.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0,
            char.MaxValue).Select(static c => (char)c).Where(static c => char.IsControl(c)
            || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))]);

    public static bool IsPrintable(string text) => !text.AsSpan().ContainsAny(Escaped);

    /// <summary>The text with such characters as escapes: <c>\n</c>, <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (IsPrintable(text))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\r' => printable.Append(@"\r"),
                '\n' => printable.Append(@"\n"),
                '\t' => printable.Append(@"\t"),
                _ when Escaped.Contains(c) => printable.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => printable.Append(c),
            };
        }

        return printable.ToString();
    }
}
