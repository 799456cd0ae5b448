using Microsoft.AspNetCore.Connections;

namespace Cresta.VoiceCallSession.Sdk.Testing.Hosting;

/// <summary>The open connections of one run of the server. Thread-safe.</summary>
internal sealed class ConnectionRegistry(Action accepted)
{
    private readonly Lock _gate = new();
    private readonly HashSet<TrackedConnection> _open = [];
    private TaskCompletionSource? _empty;
    private volatile bool _aborting;

    /// <summary>Whether the streams that break now do so because the server is stopped.</summary>
    public bool IsAborting => _aborting;

    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>The connection middleware. It has to come before TLS, so that an abort meets the socket itself.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        var tracked = new TrackedConnection(connection, this);
        connection.Features.Set(tracked);
        Opened(tracked);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Closed(tracked);
        }
    };

    /// <summary>Aborts all that is open and all that still comes.</summary>
    public void AbortAll()
    {
        List<TrackedConnection> open;
        lock (_gate)
        {
            _aborting = true;
            open = [.. _open];
        }

        open.ForEach(connection => connection.Abort());
    }

    /// <summary>Waits until no connection is open.</summary>
    public Task WaitUntilEmptyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_open.Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }

    private void Opened(TrackedConnection connection)
    {
        lock (_gate)
        {
            _open.Add(connection);
        }

        accepted();
        if (_aborting)
        {
            connection.Abort();
        }
    }

    private void Closed(TrackedConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
            if (_open.Count == 0)
            {
                _empty?.TrySetResult();
                _empty = null;
            }
        }
    }
}
