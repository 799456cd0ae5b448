using System.Buffers;
using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <summary>
/// One direction of a connection: it reads from one socket, at the pace of the bandwidth, and stamps each piece with the time at which it
/// is due at the other. What happens to it there is in the other half.
/// </summary>
internal sealed partial class DirectionPump
{
    private const int ReceiveBytes = 32 * 1024;

    // A link that is slow is no buffer: little is held back here, so that the sender feels it.
    private const int TransitBytes = 64 * 1024;

    // A link that is long holds much: the bytes that are on their way.
    private const int LongTransitBytes = 4 * 1024 * 1024;

    // With a bandwidth, the bytes are passed on in steps of this time.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ProxyConnection _connection;
    private readonly FaultDirection _direction;
    private readonly Socket _source;
    private readonly Socket _target;
    private readonly ProxyClock _clock;
    private readonly FaultProxyTraffic _traffic;
    private readonly TransitQueue _queue = new();
    private readonly Random _jitter;
    private TimeSpan _lastDue;
    private TimeSpan _linkFreeAt;

    public DirectionPump(ProxyConnection connection, FaultDirection direction, Socket source, Socket target, ProxyClock clock,
        FaultProxyTraffic traffic, int seed)
    {
        _connection = connection;
        _direction = direction;
        _source = source;
        _target = target;
        _clock = clock;
        _traffic = traffic;

        // One for each of the two that draw, since they do so at the same time.
        _jitter = new Random(seed);
        _slices = new Random(~seed);
    }

    /// <summary>The other direction of the same connection.</summary>
    public DirectionPump Opposite { get; set; } = null!;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(ReadAllAsync(cancellationToken), WriteAllAsync(cancellationToken));

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
        try
        {
            int received;
            while ((received = await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await StampAsync(buffer.AsMemory(0, received), cancellationToken).ConfigureAwait(false);
            }

            _queue.TryAdd(new Piece(received == 0 ? PieceKind.End : PieceKind.Reset, NextDue(_clock.Now)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection was closed from here: there is nobody left to tell.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>0 after a FIN, -1 after a RST.</returns>
    private async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            var most = _toxics.BytesPerSecond is { } bytesPerSecond ? StepBytes(bytesPerSecond) : ReceiveBytes;
            return await _source.ReceiveAsync(buffer.AsMemory(0, most), SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return -1;
        }
    }

    private async ValueTask StampAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var toxics = _toxics;
        var limit = toxics.HasLatency ? LongTransitBytes : TransitBytes;
        if (toxics.BytesPerSecond is not { } bytesPerSecond)
        {
            await _queue.AddAsync(data, NextDue(_clock.Now), limit, cancellationToken).ConfigureAwait(false);
            _traffic.Received.Add(data.Length);
            return;
        }

        // More than a step only where the bandwidth came while this was being read.
        for (; !data.IsEmpty; data = data[Math.Min(data.Length, StepBytes(bytesPerSecond))..])
        {
            var step = data[..Math.Min(data.Length, StepBytes(bytesPerSecond))];
            var from = _linkFreeAt > TimeSpan.Zero ? _linkFreeAt : _clock.Now;
            _linkFreeAt = from + TimeSpan.FromSeconds((double)step.Length / bytesPerSecond);
            var adding = _queue.AddAsync(step, NextDue(_linkFreeAt), limit, cancellationToken);
            if (!adding.IsCompletedSuccessfully)
            {
                // A link that had to wait for its far end makes up for nothing.
                await adding.ConfigureAwait(false);
                _linkFreeAt = _clock.Now;
            }

            _traffic.Received.Add(step.Length);
        }

        await _clock.WaitUntilAsync(_linkFreeAt, cancellationToken).ConfigureAwait(false);

        // What is already waiting began its way the moment that the link was free, however late that was noticed here.
        if (!HasDataWaiting())
        {
            _linkFreeAt = TimeSpan.Zero;
        }
    }

    private bool HasDataWaiting()
    {
        try
        {
            return _source.Available > 0;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The next receive fails as well, and treats it.
            return false;
        }
    }

    // Latency starts at the arrival, so pieces travel side by side; none overtakes another.
    private TimeSpan NextDue(TimeSpan arrival)
    {
        var due = arrival + _toxics.NextLatency(_jitter);
        return _lastDue = due > _lastDue ? due : _lastDue;
    }

    private static int StepBytes(int bytesPerSecond) => (int)Math.Clamp(bytesPerSecond * Step.TotalSeconds, 1, ReceiveBytes);
}
