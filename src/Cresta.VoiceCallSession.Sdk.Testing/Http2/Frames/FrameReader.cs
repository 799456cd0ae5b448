using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;

/// <summary>Reads the client's preface and its frames. One reader at a time.</summary>
internal sealed class FrameReader(PipeReader input)
{
    private const uint StreamIdMask = 0x7fff_ffff;

    /// <summary>What a client sends first (RFC 9113, section 3.4).</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether the next bytes are the preface, which is consumed then.</summary>
    public async ValueTask<bool> ReadPrefaceAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            var length = (int)Math.Min(buffer.Length, Preface.Length);
            var matches = Preface[..length].SequenceEqual(buffer.Slice(0, length).ToArray());
            var isWhole = length == Preface.Length;
            var end = buffer.GetPosition(length);
            input.AdvanceTo(matches && isWhole ? end : buffer.Start, end);
            if (!matches || isWhole || result.IsCompleted)
            {
                return matches && isWhole;
            }
        }
    }

    /// <summary>The next frame; null at the end of the connection.</summary>
    public async ValueTask<Frame?> ReadAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            if (TryRead(ref buffer, out var frame))
            {
                input.AdvanceTo(buffer.Start);
                return frame;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    /// <summary>Reads until the end of the connection and ignores what comes.</summary>
    public async Task DiscardAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private static bool TryRead(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[Frame.HeaderLength];
        if (buffer.Length < header.Length)
        {
            return false;
        }

        buffer.Slice(0, header.Length).CopyTo(header);
        var length = (header[0] << 16) | (header[1] << 8) | header[2];
        if (buffer.Length < header.Length + length)
        {
            return false;
        }

        var payload = buffer.Slice(header.Length, length).ToArray();
        var streamId = (int)(BinaryPrimitives.ReadUInt32BigEndian(header[5..]) & StreamIdMask);
        frame = new Frame((FrameType)header[3], (FrameFlags)header[4], streamId, payload);
        buffer = buffer.Slice(header.Length + length);
        return true;
    }
}
