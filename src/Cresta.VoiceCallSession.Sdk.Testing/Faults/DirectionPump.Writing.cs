using System.Net.Sockets;

namespace Cresta.VoiceCallSession.Sdk.Testing.Faults;

/// <content>What arrives at the other side, and the toxics that act on it there.</content>
internal sealed partial class DirectionPump
{
    private readonly Lock _gate = new();
    private readonly Random _slices;
    private volatile ToxicsInForce _toxics = ToxicsInForce.None;

    // What is being sent counts as well: whoever has seen bytes arrive and then adds a toxic has it count from there.
    private long _forwarded;
    private bool _swallows;
    private bool _lost;

    public void Add(AddedToxic added)
    {
        if (!added.Toxic.ActsOn(_direction))
        {
            return;
        }

        lock (_gate)
        {
            _toxics = _toxics.With(new ToxicInForce(added, _forwarded));
        }

        _queue.TryAdd(new Piece(PieceKind.Nudge, TimeSpan.Zero));
    }

    /// <returns>Whether a black hole is gone that something was lost in.</returns>
    public bool Remove(Func<AddedToxic, bool> removed)
    {
        lock (_gate)
        {
            _toxics = _toxics.Without(removed);
            return _lost && !IsBlackHole(_toxics.NextTrigger(_forwarded, out var left), left);
        }
    }

    private static bool IsBlackHole(ToxicInForce? trigger, long bytesLeft) => bytesLeft == 0 && trigger?.Toxic.Kind == ToxicKind.BlackHole;

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in _queue.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await _clock.WaitUntilAsync(piece.Due, cancellationToken).ConfigureAwait(false);
                if (piece.Kind is PieceKind.Data)
                {
                    await ForwardAsync(piece.Buffer.AsMemory(0, piece.Length), cancellationToken).ConfigureAwait(false);
                }

                _queue.Release(piece);
                Act();
                if (piece.Kind is PieceKind.End or PieceKind.Reset && TryEnd(piece.Kind))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection was closed from here: what was on its way is lost with it.
        }
        finally
        {
            _queue.Complete();
        }
    }

    private async ValueTask ForwardAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty && !_swallows)
        {
            var length = TakeSlice(data.Length, out var trigger, out var slicer);
            if (trigger is not null)
            {
                if (TryLose(trigger))
                {
                    break;
                }

                Act();
                continue;
            }

            await SendAsync(data[..length], cancellationToken).ConfigureAwait(false);
            data = data[length..];
            if (!data.IsEmpty && slicer is not null)
            {
                await _clock.WaitUntilAsync(_clock.Now + slicer.Delay, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!data.IsEmpty)
        {
            _traffic.Swallowed.Add(data.Length);
        }
    }

    /// <summary>Takes the next slice, or says which toxic is to act first.</summary>
    private int TakeSlice(int length, out ToxicInForce? trigger, out Toxic? slicer)
    {
        lock (_gate)
        {
            slicer = _toxics.Slicer;
            var next = _toxics.NextTrigger(_forwarded, out var most);
            trigger = most == 0 ? next : null;
            if (trigger is not null)
            {
                return 0;
            }

            var slice = slicer is null ? length : Math.Min(_slices.Next((int)slicer.Bytes) + 1, length);
            slice = (int)Math.Min(slice, most);
            _forwarded += slice;
            return slice;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            while (!data.IsEmpty)
            {
                var sent = await _target.SendAsync(data, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                _traffic.Forwarded.Add(sent);
                data = data[sent..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _traffic.Swallowed.Add(data.Length);
            LoseTarget();
        }
    }

    /// <summary>Does what is to be done after the bytes that have passed.</summary>
    private void Act()
    {
        if (_swallows || _toxics.NextTrigger(_forwarded, out var left) is not { } trigger || left > 0)
        {
            return;
        }

        switch (trigger.Toxic.Kind)
        {
            case ToxicKind.Reset:
                _swallows = true;
                _connection.Reset();
                break;
            case ToxicKind.Limit:
                _swallows = true;
                _connection.Close();
                break;
            case ToxicKind.HalfClose:
                HalfClose();
                break;
        }
    }

    // Under the lock, so that whoever takes the black hole away knows whether something was lost in it.
    private bool TryLose(ToxicInForce trigger)
    {
        lock (_gate)
        {
            return trigger.Toxic.Kind == ToxicKind.BlackHole && _toxics.Contains(trigger) && (_lost = true);
        }
    }

    /// <returns>False while the end is lost in a black hole, which only the end of the connection ends.</returns>
    private bool TryEnd(PieceKind kind)
    {
        if (!_swallows && _toxics.NextTrigger(_forwarded, out var left) is { } trigger && left == 0 && TryLose(trigger))
        {
            return false;
        }

        if (kind is PieceKind.Reset)
        {
            _connection.Reset();
        }
        else if (!_swallows)
        {
            HalfClose();
        }

        return true;
    }

    private void HalfClose()
    {
        _swallows = true;
        try
        {
            _target.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            LoseTarget();
        }
    }

    // The target has reset the connection. Its sender learns of it as of everything else that comes from there: by the other direction.
    private void LoseTarget()
    {
        _swallows = true;
        if (!Opposite._queue.TryAdd(new Piece(PieceKind.Reset, _clock.Now + Opposite._toxics.NextLatency(_slices))))
        {
            _connection.Reset();
        }
    }
}
