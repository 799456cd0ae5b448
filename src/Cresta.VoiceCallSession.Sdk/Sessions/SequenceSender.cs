namespace Cresta.VoiceCallSession.Sdk.Sessions;

/// <summary>
/// Sends the application's sequence of requests. The sequence may ignore its token, and it may block: it runs on the thread pool, and
/// nobody has to wait for it.
/// </summary>
internal sealed class SequenceSender<TRequest, TResponse>(DuplexSession<TRequest, TResponse> session, IAsyncEnumerable<TRequest> requests)
    : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly CancellationTokenSource _leaving = new();
    private volatile Exception? _failure;
    private volatile bool _isOver;

    /// <summary>What the sequence, or sending of it, threw.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether the sequence has come to its end, so that the call is completed.</summary>
    public bool IsOver => _isOver;

    public Task RunAsync() => Task.Run(SendAllAsync);

    /// <summary>Cancels the sequence and observes its end, for which nobody waits: without an item to give it may never end.</summary>
    /// <param name="sending">The task of <see cref="RunAsync"/>.</param>
    public async Task AbandonAsync(Task sending)
    {
        await _leaving.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    public void Dispose() => _leaving.Dispose();

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var request in requests.WithCancellation(_leaving.Token).ConfigureAwait(false))
            {
                await session.SendAsync(request, _leaving.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // A call whose sequence failed must not look complete. Noted first, because cutting the call off wakes the reader.
            _failure = e;
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _isOver = true;
        await session.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
