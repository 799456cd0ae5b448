namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>One stream as it is seen from below: when its connection is closing, and where its bytes go. Disposing it ends the watch.</summary>
internal sealed class WatchedStream(ConnectionWatch watch, string requestId, Action onGoAway) : IFlushableStream, IDisposable
{
    private volatile Stream? _requestBody;
    private WatchedConnection? _connection;
    private int _told;

    /// <summary>Whether there is nothing left to tell.</summary>
    public bool IsOver => Volatile.Read(ref _told) != 0;

    public void AssignTo(WatchedConnection connection) => Volatile.Write(ref _connection, connection);

    public void Tell()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            onGoAway();
        }
    }

    public void OnRequestBody(Stream body) => _requestBody = body;

    public Task FlushAsync() => _requestBody?.FlushAsync(CancellationToken.None) ?? Task.CompletedTask;

    public void Dispose()
    {
        Volatile.Write(ref _told, 1);
        watch.Forget(requestId);
        Volatile.Read(ref _connection)?.Remove(this);
    }
}
