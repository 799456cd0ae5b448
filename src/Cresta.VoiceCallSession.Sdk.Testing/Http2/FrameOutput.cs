using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>What goes out on a connection, in order. Frames are queued under the connection's lock and written by one task.</summary>
internal sealed class FrameOutput
{
    private const int DefaultMaxFrameSize = 16_384;

    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private bool _isComplete;
    private volatile bool _aborts;

    /// <summary>Largest payload that the client takes, in bytes.</summary>
    public int MaxFrameSize { get; set; } = DefaultMaxFrameSize;

    /// <summary>Null counts no PINGs.</summary>
    public PingGuard? Pings { get; init; }

    /// <summary>Queues bytes, which do nothing after the end.</summary>
    public void Write(byte[] bytes) => _frames.Writer.TryWrite(bytes);

    public void Headers(int streamId, IEnumerable<HeaderField> fields, bool endStream)
    {
        Pings?.Reset();
        var block = HpackEncoder.Encode(fields).AsMemory();
        var type = FrameType.Headers;
        var flags = endStream ? FrameFlags.EndStream : FrameFlags.None;
        do
        {
            var part = block[..Math.Min(block.Length, MaxFrameSize)];
            block = block[part.Length..];
            Write(FrameBytes.Of(type, block.IsEmpty ? flags | FrameFlags.EndHeaders : flags, streamId, part.Span));
            (type, flags) = (FrameType.Continuation, FrameFlags.None);
        }
        while (!block.IsEmpty);
    }

    public void Data(int streamId, ReadOnlySpan<byte> data, bool endStream)
    {
        Pings?.Reset();
        Write(FrameBytes.Of(FrameType.Data, endStream ? FrameFlags.EndStream : FrameFlags.None, streamId, data));
    }

    /// <summary>Ends the output once all that is queued has gone out. Only the first call counts.</summary>
    /// <param name="abort">Whether the connection is reset then.</param>
    public void Complete(bool abort)
    {
        if (!_isComplete)
        {
            _isComplete = true;
            _aborts = abort;
            _frames.Writer.TryComplete();
        }
    }

    /// <summary>Writes until the output is complete or the client is gone, and then closes the connection's sending side.</summary>
    public async Task RunAsync(ConnectionTransport transport)
    {
        try
        {
            await WriteAllAsync(PipeWriter.Create(transport.Stream, new StreamPipeWriterOptions(leaveOpen: true))).ConfigureAwait(false);
            if (_aborts)
            {
                transport.Abort();
            }
            else
            {
                await transport.FinishAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The connection is gone; whoever reads from it records that.
            _frames.Writer.TryComplete();
        }
    }

    private async Task WriteAllAsync(PipeWriter output)
    {
        while (await _frames.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_frames.Reader.TryRead(out var frame))
            {
                output.Write(frame);
            }

            await output.FlushAsync().ConfigureAwait(false);
        }
    }
}
