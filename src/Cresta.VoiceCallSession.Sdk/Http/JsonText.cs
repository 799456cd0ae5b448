using System.Buffers;
using System.Text.Json;

namespace Cresta.VoiceCallSession.Sdk.Http;

/// <summary>Looks at JSON text before it is parsed.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    public static ReadOnlyMemory<byte> TrimStart(ReadOnlyMemory<byte> text) =>
        text[(text.Length - text.Span.TrimStart(WhiteSpace).Length)..];

    /// <summary>
    /// Whether the text is one or more whole objects, so that nothing has to follow. Says no where it cannot tell cheaply.
    /// </summary>
    public static bool IsWhole(ReadOnlySequence<byte> text)
    {
        if (text.IsEmpty || !EndsWithBrace(text))
        {
            return false;
        }

        try
        {
            while (!IsBlank(text))
            {
                var reader = new Utf8JsonReader(text, isFinalBlock: false, state: default);
                if (!reader.Read() || !reader.TrySkip())
                {
                    return false;
                }

                text = text.Slice(reader.BytesConsumed);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool EndsWithBrace(ReadOnlySequence<byte> text)
    {
        // The tail is looked at in pieces of a few bytes: white space after a value is short.
        var tail = text.Slice(Math.Max(0, text.Length - 8));
        Span<byte> bytes = stackalloc byte[8];
        tail.CopyTo(bytes);
        return bytes[..(int)tail.Length].TrimEnd(WhiteSpace) is [.., (byte)'}'];
    }

    private static bool IsBlank(ReadOnlySequence<byte> text)
    {
        var reader = new SequenceReader<byte>(text);
        reader.AdvancePastAny(WhiteSpace);
        return reader.End;
    }
}
