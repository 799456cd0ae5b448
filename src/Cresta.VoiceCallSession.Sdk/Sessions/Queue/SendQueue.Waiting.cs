namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Senders that wait for room, first come, first served. Their audio is copied for them as room comes free.</summary>
internal sealed partial class SendQueue
{
    private async ValueTask<string> WaitForRoomAsync(RoomWaiter waiter, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, waiter) = ((SendQueue, RoomWaiter))state!;
                queue.GiveUp(waiter, token);
            },
            (this, waiter));
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Task.ConfigureAwait(false);
        }
    }

    private void GiveUp(RoomWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiters.Remove(waiter))
            {
                Lose(waiter.Track, LossReason.NoRoom, waiter.BytesLeft);
                waiter.TrySetCanceled(cancellationToken);
                AdmitWaiters();
            }
        }
    }

    private void AdmitWaiters()
    {
        while (_waiters.First is { Value: var waiter } && !_closed)
        {
            // An ending call still takes what was offered before; a pause or a hold does not.
            if (AudioGate() is { } gated)
            {
                Lose(waiter.Track, Reason(gated), waiter.BytesLeft);
            }
            else if (!AdmitSome(waiter))
            {
                BePatient();
                return;
            }

            _waiters.RemoveFirst();
            waiter.TrySetResult(waiter.LastId);
        }

        CompleteIfEnding();
    }

    /// <summary>Takes as much as there is room for. True when nothing is left.</summary>
    private bool AdmitSome(RoomWaiter waiter)
    {
        if (waiter.Whole is { } whole)
        {
            if (!FindRoom(waiter.Track, whole.Length, _windowGivesWay))
            {
                return false;
            }

            try
            {
                whole.Position = waiter.Track.OfferedBytes;
                Enqueue(whole, waiter.CustomId);
            }
            catch (ArgumentException e)
            {
                // The id was used up by another sender while this one waited.
                Lose(waiter.Track, LossReason.NoRoom, whole.Length);
                waiter.TrySetException(e);
                return true;
            }

            waiter.Track.OfferedBytes += whole.Length;
            waiter.Track.Enqueue(whole.Length);
            _queuedBytes += whole.Length;
            waiter.LastId = whole.Id;
            return true;
        }

        while (!waiter.Remaining.IsEmpty)
        {
            var piece = (int)Math.Min(waiter.Remaining.Length, Math.Min(_settings.ChunkBytes, _settings.MaxFrameBytes));
            if (!FindRoom(waiter.Track, piece, _windowGivesWay))
            {
                return false;
            }

            var id = waiter.LastId;
            Join(waiter.Track, waiter.Remaining.Span[..piece], wantsId: true, ref id);
            waiter.Track.OfferedBytes += piece;
            waiter.LastId = id;
            waiter.Remaining = waiter.Remaining[piece..];
        }

        return true;
    }
}
