using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>The open connections of one run of the server. Thread-safe.</summary>
internal sealed class ConnectionRegistry(Action accepted)
{
    private readonly ConcurrentDictionary<string, TrackedConnection> _open = new(StringComparer.Ordinal);
    private volatile bool _aborting;

    /// <summary>Whether the streams that break now do so because the server is stopped.</summary>
    public bool IsAborting => _aborting;

    public int OpenCount => _open.Count;

    /// <summary>The connection middleware. It has to come before TLS, so that an abort meets the socket itself.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        var tracked = new TrackedConnection(connection, this);
        connection.Features.Set(tracked);
        _open[tracked.Id] = tracked;
        accepted();
        try
        {
            if (_aborting)
            {
                tracked.Abort();
            }

            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _open.TryRemove(tracked.Id, out _);
        }
    };

    /// <summary>Aborts all that is open and all that still comes.</summary>
    public void AbortAll()
    {
        _aborting = true;
        foreach (var connection in _open.Values)
        {
            connection.Abort();
        }
    }
}
