using Cresta.VoiceCallSession.Sdk.Client;
using Cresta.VoiceCallSession.Sdk.Client.Runtime;

namespace Cresta.VoiceCallSession.Sdk;

/// <content>From the first settings to the last call.</content>
public partial class VoiceCallSessionClient
{
    private readonly object _gate = new();
    private readonly LiveCalls _liveCalls = new();

    private readonly ClientLifetime _lifetime = new();
    private volatile ClientRuntime? _runtime;
    private volatile Task<IReadOnlyList<DrainedCall>>? _drain;
    private Task? _disposal;

    internal VoiceCallSessionClient(ClientRuntime first)
    {
        _runtime = first;
    }

    internal ClientActivity Activity { get; } = new();

    internal int LiveCallCount => _liveCalls.Count;

    internal bool IsDraining => _drain is not null;

    internal bool IsDisposed => _lifetime.IsDisposed;

    internal TimeSpan GracePeriod => Current.Options.ShutdownGracePeriod;

    internal bool IsTestDouble => _runtime is null;

    private ClientRuntime Current =>
        _runtime ?? throw new NotSupportedException("This client is a test double that does not override the member.");

    /// <summary>
    /// Ends the client's work gracefully, for a shutdown: takes no new calls from now on, lets the open ones go on for
    /// <see cref="VoiceCallSessionClientOptions.ShutdownGracePeriod"/>, then ends those that are left, each within its deadlines, with
    /// <c>CALL_ENDED</c> where <see cref="VoiceCallSessionClientOptions.EndCallsOnShutdown"/> is set. Single events can still be sent. It
    /// cannot be undone, and may be called repeatedly and concurrently: there is one drain. With a host, <c>AddVoiceCallSessionClient</c>
    /// sees to it.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the drain goes on.</param>
    /// <returns>The reports of the calls that were open.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public virtual async Task<IReadOnlyList<CallReport>> DrainAsync(CancellationToken cancellationToken = default)
    {
        _lifetime.ThrowIfDisposed();
        var drained = await DrainCallsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. drained.Select(static call => call.Report)];
    }

    /// <summary>
    /// Ends the calls that are still open gracefully, each within its deadlines and without an end event of its own, then closes the
    /// connections. A call that is just being opened is not opened any more; an event that is still being sent then is given up: both throw
    /// <see cref="ObjectDisposedException"/>. May be called repeatedly and concurrently: each caller waits for the same end.
    /// </summary>
    /// <returns>A task that completes without fault.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_runtime is null)
        {
            return;
        }

        Task disposal;
        lock (_gate)
        {
            disposal = _disposal ??= _lifetime.TryDispose() ? Task.Run(EndAsync) : Task.CompletedTask;
        }

        await disposal.ConfigureAwait(false);
    }

    /// <summary>Starts the one drain, or gives it.</summary>
    internal Task<IReadOnlyList<DrainedCall>> DrainCallsAsync()
    {
        var options = Current.Options;
        lock (_gate)
        {
            return _drain ??= _liveCalls.DrainAsync(options.ShutdownGracePeriod, options.EndCallsOnShutdown, options.TimeProvider);
        }
    }

    /// <summary>Cuts off the calls that are open, and takes no more.</summary>
    internal void AbortCalls()
    {
        foreach (var call in _liveCalls.Close())
        {
            call.Abort();
        }
    }

    /// <summary>Cuts everything off, waiting for nothing.</summary>
    internal void CutOff()
    {
        if (_lifetime.TryDispose())
        {
            AbortCalls();
            Close();
        }
    }

    /// <summary>New settings for what begins from now on. What is under way goes on with those that it began with.</summary>
    internal void Renew(ClientRuntime next)
    {
        ClientRuntime? old;
        lock (_gate)
        {
            old = _runtime;
            if (!_lifetime.IsDisposed)
            {
                _runtime = next;
            }
            else
            {
                old = next;
            }
        }

        old?.Retire();
    }

    /// <summary>The settings and connections of the moment, held until they are left.</summary>
    internal ClientRuntime Acquire()
    {
        while (true)
        {
            _lifetime.ThrowIfDisposed();
            var current = Current;
            if (current.TryAcquire())
            {
                return current;
            }
        }
    }

    private async Task EndAsync()
    {
        var calls = _liveCalls.Close();
        await _lifetime.CancelOpeningsAsync().ConfigureAwait(false);
        foreach (var call in calls)
        {
            call.Complete();
        }

        await Task.WhenAll(calls.Select(static call => call.Completion)).ConfigureAwait(false);
        Close();
    }

    private void Close()
    {
        _lifetime.CancelRequests();
        lock (_gate)
        {
            _runtime!.Close();
        }
    }

    private void ThrowIfDraining()
    {
        if (IsDraining)
        {
            _lifetime.ThrowIfDisposed();
            throw Draining();
        }
    }

    private static InvalidOperationException Draining() =>
        new("The client is draining because its application shuts down, and opens no new calls; open the call in another process or "
            + "with another client.");
}
