using System.Buffers.Binary;
using System.IO.Compression;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Codecs;

/// <summary>gRPC's messages: a flag for compression, four bytes of length, the message. Not thread-safe.</summary>
/// <param name="encoding">The request's <c>grpc-encoding</c>; null for none.</param>
internal sealed class GrpcFraming(string? encoding) : IMessageFraming
{
    /// <summary>The only compression that is known here.</summary>
    public const string Gzip = "gzip";

    private const int PrefixLength = 5;

    private readonly ByteBuffer _buffer = new();

    public bool HasPart => !_buffer.Unread.IsEmpty;

    /// <summary>A message as it is on the wire.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message, bool compress)
    {
        var content = compress ? Compress(message) : message;
        var frame = new byte[PrefixLength + content.Length];
        frame[0] = compress ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), content.Length);
        content.CopyTo(frame.AsSpan(PrefixLength));
        return frame;
    }

    public void Append(ReadOnlySpan<byte> data) => _buffer.Append(data);

    public void Complete()
    {
        // Every message says its length: the end adds nothing.
    }

    public bool TryRead(out ReadOnlyMemory<byte> message)
    {
        message = default;
        var unread = _buffer.Unread;
        if (unread.Length < PrefixLength || unread.Length - PrefixLength < BinaryPrimitives.ReadUInt32BigEndian(unread[1..]))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(unread[1..]);
        var frame = _buffer.Take(PrefixLength + length);
        message = frame[0] == 0 ? frame.AsMemory(PrefixLength) : Decompress(frame);
        return true;
    }

    private static byte[] Compress(ReadOnlySpan<byte> message)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(message);
        }

        return compressed.ToArray();
    }

    private byte[] Decompress(byte[] frame)
    {
        if (!string.Equals(encoding, Gzip, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"A message is compressed by '{encoding}', and only '{Gzip}' can be read here.");
        }

        using var gzip = new GZipStream(new MemoryStream(frame, PrefixLength, frame.Length - PrefixLength), CompressionMode.Decompress);
        using var message = new MemoryStream();
        gzip.CopyTo(message);
        return message.ToArray();
    }
}
