using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>Decodes the Huffman code of RFC 7541, appendix B.</summary>
/// <remarks>
/// The code is canonical: symbols are ordered by the length of their codes, then by their value, and each code is the one before it plus
/// one. So the lengths alone define the code.
/// </remarks>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int ShortestCode = 5;
    private const int LongestCode = 30;
    private const int LongestPadding = 7;

    // First code of each length, and where the symbols of that length begin in Symbols.
    private static readonly int[] FirstCode = new int[LongestCode + 1];
    private static readonly int[] FirstIndex = new int[LongestCode + 1];
    private static readonly int[] CodeCount = new int[LongestCode + 1];
    private static readonly int[] Symbols = new int[Lengths.Length];

    static HuffmanCode()
    {
        foreach (var length in Lengths)
        {
            CodeCount[length]++;
        }

        var (code, index) = (0, 0);
        for (var length = ShortestCode; length <= LongestCode; length++)
        {
            FirstCode[length] = code;
            FirstIndex[length] = index;
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] == length)
                {
                    Symbols[index++] = symbol;
                }
            }

            code = (code + CodeCount[length]) << 1;
        }
    }

    // Bits of the code of each symbol: the 256 bytes and the end of the string.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>The text that was encoded.</summary>
    /// <exception cref="HpackException">The bytes hold the end of the string, or their padding is not the start of its code.</exception>
    public static string Decode(ReadOnlySpan<byte> encoded)
    {
        var text = new StringBuilder(encoded.Length * 2);
        var (code, length) = (0, 0);
        foreach (var octet in encoded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((octet >> bit) & 1);
                length++;
                var offset = code - FirstCode[length];
                if (offset >= 0 && offset < CodeCount[length])
                {
                    Append(text, Symbols[FirstIndex[length] + offset]);
                    (code, length) = (0, 0);
                }
            }
        }

        // The end of the string is all ones, so padding is ones too.
        return length <= LongestPadding && code == (1 << length) - 1
            ? text.ToString()
            : throw new HpackException("A Huffman-coded string ends with padding that is not the start of the end-of-string code.");
    }

    private static void Append(StringBuilder text, int symbol) => text.Append(symbol < EndOfString
        ? (char)symbol
        : throw new HpackException("A Huffman-coded string contains the symbol for the end of the string."));
}
