using System.Runtime.CompilerServices;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <content>What the server recorded, and how to wait for it.</content>
public sealed partial class FakeVoiceCallSessionServer
{
    /// <summary>Every stream so far, also those that are open or were refused, in the order in which they were opened.</summary>
    public IReadOnlyList<RecordedCall> Calls => _state.Log.Opened.ToList();

    /// <summary>Every <c>ProcessSessionEvent</c> so far, in the order in which they came.</summary>
    public IReadOnlyList<RecordedUnaryEvent> UnaryEvents => _state.Log.UnaryEvents.ToList();

    /// <summary>All streams of one call so far, in the order in which they were opened.</summary>
    /// <param name="platformCallId">The call id of their configurations.</param>
    /// <exception cref="ArgumentNullException"><paramref name="platformCallId"/> is null.</exception>
    public IReadOnlyList<RecordedCall> CallsOf(string platformCallId)
    {
        var ofCall = OfCall(platformCallId);
        return [.. Calls.Where(ofCall)];
    }

    /// <summary>Waits for a stream of a call to have ended; one that has already ended counts.</summary>
    /// <param name="platformCallId">The call id of its configuration.</param>
    /// <returns>The first such stream to end.</returns>
    public Task<RecordedCall> WaitForCallAsync(string platformCallId) => WaitForCallAsync(platformCallId, CancellationToken.None);

    /// <summary>Waits for a stream of a call to have ended; one that has already ended counts.</summary>
    /// <param name="platformCallId">The call id of its configuration.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first such stream to end.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<RecordedCall> WaitForCallAsync(string platformCallId, CancellationToken cancellationToken) =>
        WaitForCallAsync(OfCall(platformCallId), cancellationToken);

    /// <summary>Waits for a stream that matches to have ended; one that has already ended counts.</summary>
    /// <param name="predicate">Called once for each stream that has ended; what it throws goes to the waiter.</param>
    /// <returns>The first such stream to end.</returns>
    public Task<RecordedCall> WaitForCallAsync(Func<RecordedCall, bool> predicate) => WaitForCallAsync(predicate, CancellationToken.None);

    /// <summary>Waits for a stream that matches to have ended; one that has already ended counts.</summary>
    /// <param name="predicate">Called once for each stream that has ended; what it throws goes to the waiter.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first such stream to end.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<RecordedCall> WaitForCallAsync(Func<RecordedCall, bool> predicate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return _state.Log.Ended.WaitAsync(predicate, cancellationToken);
    }

    /// <summary>Waits until so many streams have ended.</summary>
    /// <param name="count">How many, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first so many streams, in the order in which they ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<IReadOnlyList<RecordedCall>> WaitForCallsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return _state.Log.Ended.WaitForCountAsync(count, cancellationToken);
    }

    /// <summary>Waits for a stream of a call to have brought its configuration; it may still be open.</summary>
    /// <param name="platformCallId">The call id of its configuration.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first such stream.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<RecordedCall> WaitForCallStartAsync(string platformCallId, CancellationToken cancellationToken = default) =>
        _state.Log.Configured.WaitAsync(OfCall(platformCallId), cancellationToken);

    /// <summary>Waits for a <c>ProcessSessionEvent</c> that matches to have come; its answer may still be delayed by a script.</summary>
    /// <param name="predicate">Called once for each; what it throws goes to the waiter.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The first such event.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public Task<RecordedUnaryEvent> WaitForUnaryEventAsync(
        Func<RecordedUnaryEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return _state.Log.UnaryEvents.WaitAsync(predicate, cancellationToken);
    }

    /// <summary>Every stream that has ended, from the first on, and then each as it ends. Goes on until it is cancelled.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of meanwhile.</exception>
    public async IAsyncEnumerable<RecordedCall> ReadEndedCallsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var index = 0; ; index++)
        {
            yield return await _state.Log.Ended.WaitForIndexAsync(index, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Func<RecordedCall, bool> OfCall(string platformCallId)
    {
        ArgumentNullException.ThrowIfNull(platformCallId);
        return call => call.Configuration is { } configuration
            && configuration.PlatformCallId.Equals(platformCallId, StringComparison.Ordinal);
    }
}
