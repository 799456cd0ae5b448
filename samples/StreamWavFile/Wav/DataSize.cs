namespace StreamWavFile.Wav;

/// <summary>
/// The size of a data chunk. A program that writes into a pipe cannot come back to it, and leaves a placeholder: 0, 0xFFFFFFFF,
/// 0x7FFFFFFF, 0x80000000, or a number near them, such as 0x7FFFF000 (sox). A placeholder means "to the end of the file".
/// </summary>
internal static class DataSize
{
    private const int ChunkHeaderLength = 8;

    public static bool IsPlaceholder(uint size) => size is 0 or (>= 0x7FFF_0000 and <= 0x8000_FFFF) or >= 0xFFFF_0000;

    /// <summary>The bytes of audio that the header declares; null for "to the end of the file".</summary>
    public static long? Declared(Stream file, long start, uint size)
    {
        if (!IsPlaceholder(size))
        {
            return size;
        }

        var riffEnd = file.UInt32At(sizeof(uint)) + (long)ChunkHeaderLength;
        if (size == 0)
        {
            return start == file.Length || IsFilledByChunks(file, start, riffEnd) ? 0 : null;
        }

        // A real size of 2 or 4 GB: the size of the RIFF is right too.
        var isReal = start + size <= file.Length && file.Length - riffEnd is 0 or 1;
        return isReal ? size : null;
    }

    /// <summary>Whether chunks follow empty audio up to the end of the RIFF, or nothing at all. Audio does not look like chunks.</summary>
    private static bool IsFilledByChunks(Stream file, long at, long end)
    {
        Span<byte> id = stackalloc byte[4];
        while (at + ChunkHeaderLength <= end && file.ReadAt(at, id) == id.Length && !id.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            var size = file.UInt32At(at + id.Length);
            at += ChunkHeaderLength + size + (size & 1);
        }

        return at == end;
    }
}
