using System.Buffers;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Frames;
using Cresta.VoiceCallSession.Sdk.Testing.Http2.Hpack;

namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>Assembles and decodes header blocks, and opens streams by them. Guarded by the connection's lock.</summary>
internal sealed class HeaderHandler(ServerConnection connection)
{
    private readonly HpackDecoder _decoder = new();
    private readonly ArrayBufferWriter<byte> _block = new();
    private Frame _first;

    /// <summary>Whether only CONTINUATION may come.</summary>
    public bool IsInBlock { get; private set; }

    public void LimitTable() => _decoder.Limit((int)Math.Min(connection.Settings.HeaderTableSize, int.MaxValue));

    public void OnHeaders(Frame frame)
    {
        if (frame.StreamId == 0)
        {
            throw Error(Http2ErrorCode.ProtocolError, frame.StreamId, "HEADERS comes on stream 0.");
        }

        var content = frame.Content()
            ?? throw Error(Http2ErrorCode.ProtocolError, frame.StreamId, "HEADERS has more padding than content.");
        _first = frame;
        _block.ResetWrittenCount();
        Append(content, frame.EndsHeaders);
    }

    public void OnContinuation(Frame frame)
    {
        if (frame.StreamId != _first.StreamId)
        {
            throw Error(
                Http2ErrorCode.ProtocolError, frame.StreamId, $"CONTINUATION continues the header block of stream {_first.StreamId}.");
        }

        Append(frame.Payload, frame.EndsHeaders);
    }

    private static Http2ConnectionException Error(Http2ErrorCode code, int streamId, string message) => new(code, streamId, message);

    private void Append(ReadOnlyMemory<byte> part, bool isLast)
    {
        _block.Write(part.Span);
        IsInBlock = !isLast;
        if (isLast)
        {
            OnBlock(_first.StreamId, _first.EndsStream);
        }
    }

    private void OnBlock(int id, bool endsStream)
    {
        // Also when the stream is ignored, because the blocks after it depend on it.
        var headers = Decode(id);
        if (id > connection.Streams.HighestId)
        {
            Open(id, headers, endsStream);
        }
        else if (connection.Streams.Find(id) is { } stream)
        {
            if (!endsStream || stream.Record.ClientHalfClosed)
            {
                connection.RecordError(id, "HEADERS comes on an open stream and is no trailer.");
                return;
            }

            stream.OnHalfClose();
            connection.Forget(stream);
        }
    }

    private List<HeaderField> Decode(int id)
    {
        try
        {
            return _decoder.Decode(_block.WrittenSpan);
        }
        catch (HpackException exception)
        {
            throw Error(Http2ErrorCode.CompressionError, id, exception.Message);
        }
    }

    private void Open(int id, List<HeaderField> headers, bool endsStream)
    {
        if (id % 2 == 0)
        {
            throw Error(Http2ErrorCode.ProtocolError, id, "A client opens a stream with an even id.");
        }

        connection.Streams.Used(id);
        if (id > connection.Streams.LastAllowedId)
        {
            connection.Record.StreamIgnored();
            return;
        }

        if (connection.Streams.Count >= connection.Settings.MaxConcurrentStreams)
        {
            RefuseBeyondLimit(id);
            return;
        }

        var stream = connection.Server.OpenStream(connection, id, headers);
        connection.Streams.Add(id, stream);
        connection.Record.StreamServed();
        stream.Start();
        if (endsStream)
        {
            stream.OnHalfClose();
        }

        connection.Forget(stream);
        if (connection.Record.StreamCount == connection.Rules.MaxRequests)
        {
            connection.GoAway(Http2ErrorCode.NoError, "", lastStreamId: null);
            connection.CloseWhenIdle();
        }
    }

    private void RefuseBeyondLimit(int id)
    {
        if (connection.Settings.IsStreamLimitKnown)
        {
            connection.RecordError(id, $"A stream is opened beyond the limit of {connection.Settings.MaxConcurrentStreams}.");
        }

        connection.Output.Write(FrameBytes.RstStream(id, Http2ErrorCode.RefusedStream));
    }
}
