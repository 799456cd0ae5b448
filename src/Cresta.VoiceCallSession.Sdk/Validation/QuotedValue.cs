using System.Globalization;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Validation;

/// <summary>Shows a value in an exception: quoted, unprintable characters escaped, and short whatever its length.</summary>
internal static class QuotedValue
{
    internal const int MaximumLength = 64;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        var index = 0;
        while (index < text.Length && index < MaximumLength)
        {
            var valid = Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && !Rune.IsControl(rune) && rune.Value is not ('"' or '\\'))
            {
                quoted.Append(rune.ToString());
            }
            else
            {
                quoted.Append(rune.Value is '"' or '\\' ? $"\\{text[index]}" : $"\\u{(int)text[index]:X4}");
            }

            index += length;
        }

        return index < text.Length
            ? quoted.Append(CultureInfo.InvariantCulture, $"…\" ({text.Length} characters)").ToString()
            : quoted.Append('"').ToString();
    }
}
