using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Cresta.VoiceCallSession.Sdk.Errors;

namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>A connection's bytes, passed through as they are, while the frames in them are observed.</summary>
internal sealed class WatchedConnection : Stream
{
    private const int ClientPrefaceBytes = 24;

    // RFC 9113, section 7.
    private const uint NoError = 0x0;
    private const uint EnhanceYourCalm = 0xB;

    private readonly Stream _inner;
    private readonly ConnectionWatch _watch;
    private readonly FrameScanner _toServer;
    private readonly FrameScanner _fromServer;
    private readonly object _gate = new();
    private readonly HashSet<WatchedStream> _streams = [];
    private readonly TaskCompletionSource _serverSettings = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settingsApplied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _begun;
    private bool _isHttp2;
    private volatile bool _settingsRead;
    private volatile bool _goAwayRead;
    private bool _goingAway;

    public WatchedConnection(Stream inner, ConnectionWatch watch)
    {
        _inner = inner;
        _watch = watch;
        _toServer = new FrameScanner(ClientPrefaceBytes, static type => type == Http2Frame.Headers, OnHeaders);
        _fromServer = new FrameScanner(prefaceBytes: 0,
            static type => type is Http2Frame.Settings or Http2Frame.GoAway or Http2Frame.RstStream, OnServerFrame, OnFirstServerFrame);
    }

    /// <summary>Completes when the server has sent its SETTINGS. Never faults.</summary>
    public Task ServerSettings => _serverSettings.Task;

    /// <summary>Whether the server requested a client certificate that there is not.</summary>
    public bool IsCertificateMissing { get; init; }

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
        OnReadingOn();
        var read = _inner.Read(buffer, offset, count);
        OnRead(buffer.AsSpan(offset, read));
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnReadingOn();
        try
        {
            var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0 && !buffer.IsEmpty && IsCertificateMissing && !_settingsRead)
            {
                throw new ClientCertificateMissingException(cause: null);
            }

            OnRead(buffer.Span[..read]);
            return read;
        }
        catch (IOException e) when (IsCertificateMissing && !_settingsRead)
        {
            var failure = new ClientCertificateMissingException(e);
            FailSettings(failure);
            throw failure;
        }
        catch (Exception e) when (!_settingsRead)
        {
            // Why the connection cannot be used: it tells more than the write that would fail next.
            FailSettings(e);
            throw;
        }
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
        var isPreface = !_begun;
        OnWrite(buffer.Span);
        return isPreface && _isHttp2 ? WritePrefaceAsync(buffer, cancellationToken) : _inner.WriteAsync(buffer, cancellationToken);
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

            // Nobody waits for the settings of a connection that is gone.
            _settingsApplied.TrySetResult();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Writes the client's preface, and waits until HttpClient has applied the server's SETTINGS. Without the wait it assumes a limit of
    /// 100 streams, and a server with a smaller one refuses those beyond it, or closes the connection with all calls on it when their
    /// messages arrive. The time limit is that of connecting.
    /// </summary>
    private async ValueTask WritePrefaceAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (_settingsApplied.Task.IsFaulted)
        {
            // What ended the connection is thrown below.
        }

        await _settingsApplied.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void FailSettings(Exception reason)
    {
        _settingsApplied.TrySetException(reason);

        // Observed here, as the preface may not be written any more.
        _ = _settingsApplied.Task.Exception;
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

    private void OnHeaders(Http2Frame frame)
    {
        if (_watch.Claim(frame.Payload.Span) is not { } stream)
        {
            return;
        }

        stream.AssignTo(this, frame.StreamId);
        bool isGoingAway;
        lock (_gate)
        {
            isGoingAway = _goingAway;
            _streams.Add(stream);
        }

        if (isGoingAway)
        {
            stream.OnGoAway();
        }

        if (stream.IsOver)
        {
            // It may have ended before it could know where it is.
            Remove(stream);
        }
    }

    // A server's first frame (RFC 9113, section 3.4) is SETTINGS. What else comes, an answer in HTTP/1.1 say, is no frame at all.
    private void OnFirstServerFrame(byte type)
    {
        _watch.OnFirstFrame(type == Http2Frame.Settings);
        if (type == Http2Frame.Settings)
        {
            _serverSettings.TrySetResult();
        }
    }

    private void OnServerFrame(Http2Frame frame)
    {
        var payload = frame.Payload.Span;
        if (frame.Type == Http2Frame.Settings)
        {
            _settingsRead = true;
        }
        else if (frame.Type == Http2Frame.GoAway)
        {
            _goAwayRead = true;
            if (payload.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(payload[4..]) == EnhanceYourCalm && IsAboutPings(payload[8..]))
            {
                _watch.OnTooManyPings();
            }
        }
        else if (payload.Length == 4 && BinaryPrimitives.ReadUInt32BigEndian(payload) == NoError)
        {
            lock (_gate)
            {
                _streams.FirstOrDefault(stream => stream.StreamId == frame.StreamId)?.OnRequestUnread();
            }
        }
    }

    // "too_many_pings", by all implementations of gRPC; others have the code for other reasons.
    private static bool IsAboutPings(ReadOnlySpan<byte> debugData) => debugData.IndexOf("ping"u8) >= 0;

    /// <summary>HttpClient wants to read on, so it has acted on all that it read before.</summary>
    private void OnReadingOn()
    {
        if (_settingsRead)
        {
            _settingsApplied.TrySetResult();
        }

        ReportGoAway();
    }

    /// <summary>
    /// Reports a GOAWAY to the streams when HttpClient wants to read on, as it has then acted on all that it read before. Reported any
    /// sooner, a stream could be opened anew on the connection that it is to leave.
    /// </summary>
    private void ReportGoAway()
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
            stream.OnGoAway();
        }
    }
}
