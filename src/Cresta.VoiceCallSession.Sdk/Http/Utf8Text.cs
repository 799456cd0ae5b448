using System.Text;
using System.Text.Unicode;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Prepares received text for a JSON reader, which takes neither a byte order mark nor invalid UTF-8.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Removes a byte order mark and replaces invalid bytes by U+FFFD, so that one bad byte does not make the rest unreadable.
    /// </summary>
    /// <param name="text">The text as it was received.</param>
    /// <returns>The same memory, or a part of it, if there is nothing to replace.</returns>
    public static ReadOnlyMemory<byte> Sanitize(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        return Utf8.IsValid(text.Span) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
    }
}
