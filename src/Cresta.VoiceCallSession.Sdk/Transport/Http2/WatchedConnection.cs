namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>A connection's bytes, passed through as they are, with an eye on the frames in them.</summary>
internal sealed class WatchedConnection : Stream
{
    private const int ClientPrefaceBytes = 24;

    private readonly Stream _inner;
    private readonly ConnectionWatch _watch;
    private readonly FrameScanner _toServer;
    private readonly FrameScanner _fromServer;
    private readonly object _gate = new();
    private readonly HashSet<WatchedStream> _streams = [];
    private bool _begun;
    private bool _isHttp2;
    private volatile bool _goAwayRead;
    private bool _goingAway;

    public WatchedConnection(Stream inner, ConnectionWatch watch)
    {
        _inner = inner;
        _watch = watch;
        _toServer = new FrameScanner(FrameScanner.Headers, ClientPrefaceBytes, OnHeaders);

        // A server's first frame (RFC 9113, section 3.4) is SETTINGS. What else comes, an answer in HTTP/1.1 say, is no frame at all.
        _fromServer = new FrameScanner(FrameScanner.GoAway, prefaceBytes: 0, _ => _goAwayRead = true, type => watch.OnFirstFrame(type == FrameScanner.Settings));
    }

    public override bool CanRead => _inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => _inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Remove(WatchedStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        TellOfGoAway();
        var read = _inner.Read(buffer, offset, count);
        OnRead(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        TellOfGoAway();
        var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        OnRead(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        OnWrite(buffer.AsSpan(offset, count));
        _inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnWrite(buffer.Span);
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OnWrite(ReadOnlySpan<byte> bytes)
    {
        if (!_begun && !bytes.IsEmpty)
        {
            _begun = true;
            Volatile.Write(ref _isHttp2, bytes.StartsWith("PRI "u8));
        }

        if (_isHttp2)
        {
            _toServer.Feed(bytes);
        }
    }

    private void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (Volatile.Read(ref _isHttp2))
        {
            _fromServer.Feed(bytes);
        }
    }

    private void OnHeaders(ReadOnlyMemory<byte> headerFields)
    {
        if (_watch.Claim(headerFields.Span) is not { } stream)
        {
            return;
        }

        stream.AssignTo(this);
        bool tellNow;
        lock (_gate)
        {
            tellNow = _goingAway;
            _streams.Add(stream);
        }

        if (tellNow)
        {
            stream.Tell();
        }

        if (stream.IsOver)
        {
            // It may have ended before it could know where it is.
            Remove(stream);
        }
    }

    /// <summary>
    /// Tells the streams when HttpClient wants to read on, as it has then acted on all that it read before. Told any sooner, a stream could be opened anew on the connection that it is
    /// to leave.
    /// </summary>
    private void TellOfGoAway()
    {
        if (!_goAwayRead)
        {
            return;
        }

        _goAwayRead = false;
        WatchedStream[] streams;
        lock (_gate)
        {
            _goingAway = true;
            streams = [.. _streams];
        }

        foreach (var stream in streams)
        {
            stream.Tell();
        }
    }
}
