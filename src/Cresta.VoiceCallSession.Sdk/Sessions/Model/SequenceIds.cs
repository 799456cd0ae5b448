using System.Globalization;
using System.Text;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>What a sequence id may be.</summary>
internal static class SequenceIds
{
    /// <summary>The highest number that a caller may choose. Enough numbers are left after it for any call.</summary>
    public const long MaxNumber = 9_000_000_000_000_000_000;

    private const int MaxBytes = 256;

    /// <summary>Whether an id is one that this side could have numbered: digits without sign, blanks or leading zeros.</summary>
    public static bool IsNumber(string id, out long number) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number) && id[0] != '0';

    /// <exception cref="ArgumentException">A caller's id cannot be used.</exception>
    public static void ThrowIfUnfit(string id, string parameterName)
    {
        if (FaultOf(id) is { } fault)
        {
            throw new ArgumentException($"The sequence id is {QuotedValue.Quote(id)}, which {fault}.", parameterName);
        }
    }

    private static string? FaultOf(string id)
    {
        if (id.Length > 0 && id.All(char.IsAsciiDigit) && id[0] != '0' && !(IsNumber(id, out var number) && number <= MaxNumber))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"is a number above {MaxNumber}; give a lower one, or none to let the session number the message");
        }

        if (TextRules.IndexOfLoneSurrogate(id) >= 0)
        {
            return "holds half of a surrogate pair, which no transport can carry; give well-formed text";
        }

        if (id.Any(char.IsControl))
        {
            return "holds a control character; give printable text";
        }

        return Encoding.UTF8.GetByteCount(id) > MaxBytes ? $"is longer than {MaxBytes} bytes of UTF-8; give a shorter one" : null;
    }
}
