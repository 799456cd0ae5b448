namespace Cresta.VoiceCallSession.Sdk.Transport.Connections;

/// <summary>
/// Handlers with the connections that they have made. They are disposed of once they are retired and no request waits for its response;
/// streams that have theirs finish on their connections. Thread-safe.
/// </summary>
internal sealed class ConnectionSet(HttpMessageHandler handler)
{
    private readonly object _gate = new();
    private int _requests;
    private bool _retired;

    public int Generation { get; init; }

    public HttpMessageInvoker Invoker { get; } = new(handler);

    public void Enter()
    {
        lock (_gate)
        {
            _requests++;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_requests > 0 || !_retired)
            {
                return;
            }
        }

        Invoker.Dispose();
    }

    public void Retire()
    {
        lock (_gate)
        {
            _retired = true;
            if (_requests > 0)
            {
                return;
            }
        }

        Invoker.Dispose();
    }
}
