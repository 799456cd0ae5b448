using System.Text;
using System.Text.Unicode;

namespace Cresta.VoiceCallSession.Sdk.Transport.Rest;

/// <summary>Texts from elsewhere, made such that a JSON reader takes them.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without byte order mark, and with what is no UTF-8 replaced, as lenient decoders do: one bad byte is no reason to lose the rest.</summary>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        return Utf8.IsValid(text.Span) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
    }
}
