using System.Buffers;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

/// <summary>Encodes header blocks as plain literals without indexing, so that it has no state and any bytes can be sent.</summary>
internal static class HpackEncoder
{
    private const int StringPrefix = 0x7f;

    public static byte[] Encode(IEnumerable<HeaderField> fields)
    {
        var block = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in fields)
        {
            WriteOctet(block, 0);
            WriteString(block, name);
            WriteString(block, value);
        }

        return block.WrittenSpan.ToArray();
    }

    private static void WriteOctet(ArrayBufferWriter<byte> block, byte octet)
    {
        block.GetSpan(1)[0] = octet;
        block.Advance(1);
    }

    // Text beyond Latin-1 goes out as UTF-8, as servers do that put any text into a header.
    private static void WriteString(ArrayBufferWriter<byte> block, string text)
    {
        var octets = text.Any(c => c > byte.MaxValue) ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text);
        WriteLength(block, octets.Length);
        block.Write<byte>(octets);
    }

    private static void WriteLength(ArrayBufferWriter<byte> block, int length)
    {
        if (length < StringPrefix)
        {
            WriteOctet(block, (byte)length);
            return;
        }

        WriteOctet(block, StringPrefix);
        for (length -= StringPrefix; length >= 0x80; length >>= 7)
        {
            WriteOctet(block, (byte)(length | 0x80));
        }

        WriteOctet(block, (byte)length);
    }
}
