namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>
/// Sends requests over connections that can be renewed: from then on requests go over new ones, while streams finish on those that they
/// have. HttpClient itself gives a request the connection that it has, and so has a retry ask the very instance that refused. Thread-safe.
/// </summary>
internal sealed class RenewableHandler : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly Func<HttpMessageHandler> _create;
    private ConnectionSet _current;
    private Task _renewal = Task.CompletedTask;
    private bool _disposed;

    /// <param name="create">Makes handlers with connections of their own.</param>
    public RenewableHandler(Func<HttpMessageHandler> create)
    {
        _create = create;
        _current = new ConnectionSet(create());
    }

    /// <summary>Which connections requests go over now. It grows by one with each renewal.</summary>
    public int Generation
    {
        get
        {
            lock (_gate)
            {
                return _current.Generation;
            }
        }
    }

    /// <summary>
    /// Renews the connections, unless they have been renewed since that generation: what many requests met at once is met once.
    /// </summary>
    /// <returns>Whether they were renewed.</returns>
    public bool TryRenew(int generation)
    {
        if (generation != Generation)
        {
            return false;
        }

        // Not under the lock: handlers are configured by the application's code.
        var next = new ConnectionSet(_create()) { Generation = generation + 1 };
        var old = next;
        lock (_gate)
        {
            if (!_disposed && generation == _current.Generation)
            {
                (old, _current) = (_current, next);
            }
        }

        old.Retire();
        return old != next;
    }

    /// <summary>Holds new requests until the connections have been renewed, so that none goes over one that is no good.</summary>
    /// <param name="renewal">The renewal. It does not fault.</param>
    public void HoldUntil(Task renewal) => Volatile.Write(ref _renewal, renewal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _renewal).WaitAsync(cancellationToken).ConfigureAwait(false);
        ConnectionSet connections;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            connections = _current;
            connections.Enter();
        }

        try
        {
            return await connections.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            connections.Leave();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _disposed = true;
            }

            _current.Retire();
        }

        base.Dispose(disposing);
    }
}
