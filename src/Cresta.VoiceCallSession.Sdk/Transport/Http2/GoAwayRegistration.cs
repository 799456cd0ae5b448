namespace Cresta.VoiceCallSession.Sdk.Transport.Http2;

/// <summary>One stream's wish to be told. Disposing it ends the wish.</summary>
internal sealed class GoAwayRegistration(GoAwayWatch watch, string requestId, Action onGoAway) : IDisposable
{
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

    public void Dispose()
    {
        Volatile.Write(ref _told, 1);
        watch.Forget(requestId);
        Volatile.Read(ref _connection)?.Remove(this);
    }
}
