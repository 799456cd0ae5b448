using Cresta.VoiceCallSession.Sdk.Testing.Primitives;

namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>
/// The bytes of one direction of all connections of a <see cref="FaultProxy"/>, those of TCP, since its start. What was received and
/// neither forwarded nor swallowed is on its way, or was lost with its connection. Thread-safe.
/// </summary>
public sealed class FaultProxyTraffic
{
    internal FaultProxyTraffic()
    {
    }

    /// <summary>Number of bytes that came from the sender.</summary>
    public long ReceivedBytes => Received.Value;

    /// <summary>Number of bytes that were sent on.</summary>
    public long ForwardedBytes => Forwarded.Value;

    /// <summary>Number of bytes that vanished: in a black hole, after a half-close, or because the receiver was gone.</summary>
    public long SwallowedBytes => Swallowed.Value;

    internal WatchedCounter Received { get; } = new(typeof(FaultProxy));

    internal WatchedCounter Forwarded { get; } = new(typeof(FaultProxy));

    internal WatchedCounter Swallowed { get; } = new(typeof(FaultProxy));

    /// <summary>Waits until so many bytes have come from senders.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForReceivedAsync(long bytes, CancellationToken cancellationToken = default) =>
        Received.WaitForAsync(bytes, cancellationToken);

    /// <summary>Waits until so many bytes have been sent on.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForForwardedAsync(long bytes, CancellationToken cancellationToken = default) =>
        Forwarded.WaitForAsync(bytes, cancellationToken);

    /// <summary>Waits until so many bytes have vanished: that a black hole has done harm, for example.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed of meanwhile.</exception>
    public Task WaitForSwallowedAsync(long bytes, CancellationToken cancellationToken = default) =>
        Swallowed.WaitForAsync(bytes, cancellationToken);

    internal void Close()
    {
        Received.Close();
        Forwarded.Close();
        Swallowed.Close();
    }
}
