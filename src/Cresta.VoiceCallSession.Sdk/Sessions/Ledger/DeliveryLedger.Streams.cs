using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>What a change of streams does to the books.</summary>
internal sealed partial class DeliveryLedger
{
    private readonly NumberRanges _notSentAgain = new();
    private (long First, long Last) _foldedAway = (0, -1);
    private long _overdue;
    private long _notExpectedThrough;

    /// <summary>
    /// The stream broke. What is not sent again stays unacknowledged for good: an answer on the next stream does not speak for it.
    /// </summary>
    /// <param name="sentAgain">The numbers that the next stream will carry again, ascending.</param>
    public void OnStreamBroken(IReadOnlyList<long> sentAgain)
    {
        lock (_gate)
        {
            if (_folded.Count > 0)
            {
                _foldedAway = (_foldedAway.First == 0 ? _folded.FirstNumber : _foldedAway.First, _folded.LastNumber);
                _waiters.Fail(number: null, NotSentAgain, _folded.LastNumber);
                _abandoned += _folded.Abandon();
            }

            var kept = new OpenEntries();
            var next = 0;
            while (_open.Count > 0)
            {
                var entry = _open.RemoveFirst();
                while (next < sentAgain.Count && sentAgain[next] < entry.Number)
                {
                    next++;
                }

                // The configuration goes first on every stream.
                if (entry.Settled || entry.Kind == OutboundKind.Configuration || (next < sentAgain.Count && sentAgain[next] == entry.Number))
                {
                    kept.Add(entry);
                }
                else
                {
                    AbandonEntry(entry);
                }
            }

            _open.Take(kept);
        }
    }

    /// <summary>A message that was to be sent again was given up.</summary>
    public void OnGivenUp(long number)
    {
        lock (_gate)
        {
            var index = _open.IndexOf(number);
            if (index >= 0 && !_open[index].Settled)
            {
                AbandonEntry(_open[index]);
                _open.RemoveAt(index);
            }
        }
    }

    /// <summary>
    /// Whether the answer of a server that has been acknowledging is overdue, so that the stream is to be given up. Counted in messages first: a server that answers every hundredth is not overdue at
    /// the ninetieth. True once for each message: if a second stream leaves the same one unanswered, the server does not answer it, and what was written until then is not waited for any more.
    /// </summary>
    public bool TakeOverdue(TimeSpan timeout)
    {
        lock (_gate)
        {
            for (var i = 0; i < _open.Count; i++)
            {
                ref var oldest = ref _open[i];
                if (oldest.Settled || oldest.Kind == OutboundKind.Configuration || oldest.Number <= _notExpectedThrough)
                {
                    continue;
                }

                var isOverdue = _pattern.HasAnswered(oldest.Kind) && (Sent - oldest.Ordinal >= 2 * (_stride - 1))
                    && timeProvider.GetElapsedTime(Math.Max(oldest.SentAt, _lastAnswerAt)) > timeout;
                if (isOverdue && oldest.Number == _overdue)
                {
                    _notExpectedThrough = _lastSent;
                    return false;
                }

                _overdue = isOverdue ? oldest.Number : _overdue;
                return isOverdue;
            }

            return false;
        }
    }

    private void SendAgain(OutboundMessage message, long now)
    {
        var index = _open.IndexOf(message.Number);
        if (index >= 0)
        {
            _open[index].SentAt = now;
        }

        if (message.Kind != OutboundKind.Configuration)
        {
            Replayed++;
            if (message.Track is { } track)
            {
                track.ReplayedBytes += message.Length;
            }
        }
    }

    private void AbandonEntry(in LedgerEntry entry)
    {
        _abandoned++;
        _notSentAgain.Add(entry.Number);
        _waiters.Fail(entry.Number, NotSentAgain);
        entry.Track?.Gaps.Add(LossReason.Unconfirmed, entry.Position, entry.Bytes);
    }

    private bool IsAbandoned(long number) => _notSentAgain.Contains(number) || (number >= _foldedAway.First && number <= _foldedAway.Last);

    private static VoiceCallSessionException NotSentAgain() =>
        new(Grpc.Core.StatusCode.DataLoss, "The stream broke before the message was acknowledged, and it was not sent again; whether it was processed is unknown.");
}
