namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>Whether a client has been disposed of, and what ends with it. Thread-safe.</summary>
#pragma warning disable CA1001 // The sources hold nothing, and who began before the end would find them gone.
internal sealed class ClientLifetime
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _disposing = new();
    private readonly CancellationTokenSource _closing = new();
    private int _disposed;

    /// <summary>Whether the disposal has begun.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Begins the disposal, once.</summary>
    /// <returns>False if it has begun before.</returns>
    public bool TryDispose() => Interlocked.Exchange(ref _disposed, 1) == 0;

    /// <summary>Gives up the openings that are under way.</summary>
    public Task CancelOpeningsAsync() => _disposing.CancelAsync();

    /// <summary>Gives up everything else.</summary>
    public void CancelRequests()
    {
        _disposing.Cancel();
        _closing.Cancel();
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, typeof(VoiceCallSessionClient));

    /// <summary>Opens a call, which the disposal gives up at once.</summary>
    public Task OpenAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(work, _disposing.Token, cancellationToken);

    /// <summary>Sends a request, which is given up when the calls are over.</summary>
    public Task RequestAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(work, _closing.Token, cancellationToken);

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken end, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
        try
        {
            await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfDisposed();
            throw;
        }
    }
}
