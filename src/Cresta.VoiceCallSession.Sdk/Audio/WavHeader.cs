using System.Buffers.Binary;
using System.Text;

namespace Cresta.VoiceCallSession.Sdk.Audio;

/// <summary>What precedes the audio of a WAV file: everything up to and including the header of its <c>data</c> chunk.</summary>
internal sealed class WavHeader
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int SkipBufferLength = 4096;

    private WavHeader(WavFormat format, uint dataSize)
    {
        Format = format;
        DataSize = dataSize;
    }

    public WavFormat Format { get; }

    /// <summary>The size of the data chunk in bytes, as the header gives it.</summary>
    public uint DataSize { get; }

    /// <summary>Reads the header and leaves the stream at the first byte of audio. Only reads forward, never seeks.</summary>
    public static async ValueTask<WavHeader> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[SkipBufferLength];
        var length = await FillAsync(stream, buffer.AsMemory(0, RiffHeaderLength), cancellationToken).ConfigureAwait(false);
        CheckRiff(buffer.AsSpan(0, length));
        WavFormat? format = null;
        while (true)
        {
            length = await FillAsync(stream, buffer.AsMemory(0, ChunkHeaderLength), cancellationToken).ConfigureAwait(false);
            CheckChunkHeader(length, format);
            var id = Describe(buffer.AsSpan(0, 4));
            var size = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(4));
            if (buffer.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                return new WavHeader(
                    format ?? throw new WavFormatException(
                        "The WAV has no fmt chunk before its data chunk, so its encoding is unknown: record or export the file again."),
                    size);
            }

            // The size does not count the pad byte that follows a chunk of odd size.
            var unread = size + (long)(size & 1);
            if (buffer.AsSpan(0, 4).SequenceEqual("fmt "u8))
            {
                var wanted = (int)Math.Min(size, WavFormatChunk.MaxLength);
                length = await FillAsync(stream, buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                CheckCutOff(wanted - length, id);
                format = WavFormatChunk.Parse(buffer.AsSpan(0, wanted));
                unread -= wanted;
            }

            CheckCutOff(await SkipAsync(stream, unread, buffer, cancellationToken).ConfigureAwait(false), id);
        }
    }

    private static async ValueTask<int> FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken) =>
        await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<long> SkipAsync(Stream stream, long count, byte[] buffer, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var read = await stream.ReadAsync(
                buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            count -= read;
        }

        return count;
    }

    private static void CheckRiff(ReadOnlySpan<byte> header)
    {
        if (header.Length < RiffHeaderLength)
        {
            throw new WavFormatException(header.IsEmpty
                ? "The stream is empty, not a WAV: check that the right file was given and that writing it had finished."
                : $"The stream ends after {header.Length} bytes, inside the RIFF header of a WAV: check that the file was copied in full.");
        }

        if (!header.StartsWith("RIFF"u8) || !header[8..].SequenceEqual("WAVE"u8))
        {
            throw new WavFormatException(
                $"The stream starts with '{Describe(header[..4])}' … '{Describe(header[8..])}', not with 'RIFF' … 'WAVE' as a WAV does. "
                    + $"Convert it with: sox in.file -e signed-integer -b 16 out.wav");
        }
    }

    private static void CheckChunkHeader(int length, WavFormat? format)
    {
        if (length == ChunkHeaderLength)
        {
            return;
        }

        var missing = format is null ? "fmt chunk and no data chunk" : "data chunk";
        throw new WavFormatException(length == 0
            ? $"The WAV has no {missing}, so it holds no audio: check that the file was copied in full."
            : $"The WAV's header is cut off inside a chunk header, after {length} of {ChunkHeaderLength} bytes: check that the file was "
                + $"copied in full.");
    }

    private static void CheckCutOff(long missing, string id)
    {
        if (missing > 0)
        {
            throw new WavFormatException(
                $"The WAV's header is cut off inside its '{id}' chunk, {missing} bytes before the chunk's end: check that the file was "
                    + $"copied in full.");
        }
    }

    // What is not printable is shown in hexadecimal, so that a message never carries control characters.
    private static string Describe(ReadOnlySpan<byte> fourCharacters) =>
        fourCharacters.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? Convert.ToHexString(fourCharacters)
            : Encoding.ASCII.GetString(fourCharacters);
}
