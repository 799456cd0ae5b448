using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>Reads the integers and strings of a header block (RFC 7541, section 5), from its start to its end.</summary>
internal ref struct HpackPrimitives(ReadOnlySpan<byte> block)
{
    private const int LargestShift = 28;

    private ReadOnlySpan<byte> _rest = block;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next octet, which is not consumed.</summary>
    public readonly byte Peek() => _rest.IsEmpty ? throw CutShort() : _rest[0];

    /// <summary>An integer.</summary>
    /// <param name="prefixBits">How many low bits of the next octet belong to it, 1 to 8.</param>
    /// <exception cref="HpackException">The block ends inside it, or it does not fit into 31 bits.</exception>
    public int ReadInteger(int prefixBits)
    {
        var mask = (1 << prefixBits) - 1;
        long value = Next() & mask;
        if (value < mask)
        {
            return (int)value;
        }

        for (var shift = 0; shift <= LargestShift; shift += 7)
        {
            var octet = Next();
            value += (long)(octet & 0x7f) << shift;
            if ((octet & 0x80) == 0)
            {
                return value <= int.MaxValue ? (int)value : throw TooLarge();
            }
        }

        throw TooLarge();
    }

    /// <summary>A string, Huffman-coded or not.</summary>
    /// <exception cref="HpackException">The block ends inside it, or its code is broken.</exception>
    public string ReadString()
    {
        var isHuffman = (Peek() & 0x80) != 0;
        var length = ReadInteger(prefixBits: 7);
        if (length > _rest.Length)
        {
            throw CutShort();
        }

        var octets = _rest[..length];
        _rest = _rest[length..];
        return isHuffman ? HuffmanCode.Decode(octets) : Encoding.Latin1.GetString(octets);
    }

    private static HpackException CutShort() => new("A header block ends inside a field.");

    private static HpackException TooLarge() => new("A header block has an integer that does not fit into 31 bits.");

    private byte Next()
    {
        var octet = Peek();
        _rest = _rest[1..];
        return octet;
    }
}
