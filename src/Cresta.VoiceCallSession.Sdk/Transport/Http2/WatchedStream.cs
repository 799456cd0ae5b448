namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>
/// One stream as it is seen from below: when its connection is closing, whether its request was read, and where its bytes go. Disposing it
/// ends the watch. Thread-safe.
/// </summary>
internal sealed class WatchedStream(ConnectionWatch watch, string requestId, Action onGoAway) : IFlushableStream, IDisposable
{
    private volatile Stream? _requestBody;
    private volatile WatchedConnection? _connection;
    private volatile bool _isRequestUnread;
    private int _told;

    /// <summary>Whether there is nothing left to tell.</summary>
    public bool IsOver => Volatile.Read(ref _told) != 0;

    /// <summary>Its number on its connection; 0 before it has one.</summary>
    public int StreamId { get; private set; }

    /// <summary>
    /// Whether the server has ended the stream without having read the request to its end, by RST_STREAM (NO_ERROR) after its response (RFC
    /// 9113, section 8.1).
    /// </summary>
    public bool IsRequestUnread => _isRequestUnread;

    /// <summary>
    /// Completes when the server has sent its SETTINGS on the stream's connection; null if the connection is not watched, or not there yet.
    /// </summary>
    public Task? ServerSettings => _connection?.ServerSettings;

    public void AssignTo(WatchedConnection connection, int streamId)
    {
        StreamId = streamId;
        _connection = connection;
    }

    public void OnGoAway()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            onGoAway();
        }
    }

    public void OnRequestUnread() => _isRequestUnread = true;

    public void OnRequestBody(Stream body) => _requestBody = body;

    public Task FlushAsync() => _requestBody?.FlushAsync(CancellationToken.None) ?? Task.CompletedTask;

    public void Dispose()
    {
        Volatile.Write(ref _told, 1);
        watch.Forget(requestId);
        _connection?.Remove(this);
    }
}
