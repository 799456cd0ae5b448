using System.Globalization;
using System.Numerics;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>Numbers of a payload. A Struct holds doubles, so a number that a double cannot hold would arrive as another one.</summary>
internal static class PayloadNumber
{
    /// <summary>Up to here, either side of zero, every whole number is a double.</summary>
    private const long MaximumExact = 1L << 53;

    /// <summary>Whether the value is of one of the number types.</summary>
    /// <param name="value">The value.</param>
    /// <param name="number">The same number, or <see langword="null"/> when digits would be lost.</param>
    public static bool TryRead(object value, out double? number)
    {
        (var isNumber, number) = value switch
        {
            double n => (true, n),
            float n => (true, n),
            Half n => (true, (double)n),
            int n => (true, n),
            long n => (true, Whole(n)),
            uint n => (true, n),
            ulong n => (true, Whole(n)),
            short n => (true, n),
            ushort n => (true, n),
            byte n => (true, n),
            sbyte n => (true, n),
            nint n => (true, Whole(n)),
            nuint n => (true, Whole(n)),
            Int128 n => (true, Whole(n)),
            UInt128 n => (true, Whole(n)),
            BigInteger n => (true, Whole(n)),
            decimal n => (true, Fraction(n)),
            _ => (false, (double?)null),
        };
        return isNumber;
    }

    private static double? Whole<T>(T number)
        where T : INumber<T> =>
        number >= T.CreateSaturating(-MaximumExact) && number <= T.CreateSaturating(MaximumExact) ? double.CreateChecked(number) : null;

    /// <summary>A fraction is kept when its digits are: 0.1 is no double, but the double next to it reads 0.1 everywhere.</summary>
    private static double? Fraction(decimal number)
    {
        // Through text, as the conversion by cast is rounded to 15 digits.
        var nearest = double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var kept = decimal.TryParse(
            nearest.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var back)
            && back == number;
        return kept && Math.Abs(nearest) <= MaximumExact ? nearest : null;
    }
}
