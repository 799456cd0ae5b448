using System.Buffers.Binary;

namespace StreamWavFile.Wav;

/// <summary>Reads at a position of a file.</summary>
internal static class StreamReading
{
    /// <summary>Fills the buffer, and returns fewer bytes than it holds only at the end of the file.</summary>
    public static int ReadAt(this Stream file, long position, Span<byte> buffer)
    {
        file.Position = position;
        return file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    /// <summary>A little-endian number; 0 after the end of the file.</summary>
    public static uint UInt32At(this Stream file, long position)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        file.ReadAt(position, number);
        return BinaryPrimitives.ReadUInt32LittleEndian(number);
    }
}
