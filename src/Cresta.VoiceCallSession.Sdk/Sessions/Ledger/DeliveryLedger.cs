using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// What was written and what the server said of it. Each message ends as acknowledged, refused by the server, dropped, or written and never
/// answered for. Thread-safe; it never calls out while it holds its lock. Its parts are guarded by that lock; private methods that need it
/// end in "Locked".
/// </summary>
internal sealed class DeliveryLedger(bool cumulative, ServerCapabilities server, TimeProvider timeProvider)
{
    private const int MaxOpenEntries = 8192;

    private readonly object _gate = new();
    private readonly OpenEntries _open = new();
    private readonly CompactedEntries _folded = new();
    private readonly CallerIds _ids = new();
    private readonly FailedMessages _failed = new();
    private readonly AcknowledgementWaiters _waiters = new();
    private readonly RoundTripHistogram _roundTrips = new();
    private readonly AcknowledgementPattern _pattern = new(server);
    private readonly OverdueAnswers _overdue = new(timeProvider);
    private Func<Exception>? _over;
    private long _lastSent;
    private int _settledInside;
    private int _abandoned;

    public long Sent { get; private set; }

    /// <summary>Messages that were written more than once, each time counted.</summary>
    public long Replayed { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Events that were acknowledged.</summary>
    public long AcknowledgedEvents { get; private set; }

    /// <summary>The id that the server answered last with a good status.</summary>
    public string? LastAcknowledgedId { get; private set; }

    /// <summary>
    /// The id of the first message, the configuration aside, that was written and not acknowledged, as far as it is known; null if there is
    /// none.
    /// </summary>
    public string? FirstUnacknowledgedId =>
        Read(static ledger => ledger._open.FirstUnacknowledged() is { } number ? ledger._ids.IdOf(number) : null);

    /// <summary>Messages, the configuration aside, that the stream in use has carried and that are not acknowledged.</summary>
    public int UnacknowledgedOnStream => Read(static ledger => ledger._folded.Count + ledger._open.CountUnacknowledged());

    public int Unacknowledged =>
        Read(static ledger => ledger._open.Count - ledger._settledInside + ledger._folded.Count + ledger._abandoned);

    /// <summary>Messages that stayed unanswered although the server had answered every message of their kind before.</summary>
    public int MissingAnswers => Read(static ledger => ledger._pattern.CountMissing(ledger._open));

    /// <summary>Unanswered messages of a kind that the server has had no chance yet to answer, though it answers all others.</summary>
    public int UncertainAnswers => Read(static ledger => ledger._pattern.CountUncertain(ledger._open));

    public (TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max) RoundTrips => Read(static ledger => ledger._roundTrips.Percentiles);

    /// <summary>Gives a caller's own id the number that it stands for. The number itself is then the id of no message.</summary>
    public void Name(string callerId, long number)
    {
        lock (_gate)
        {
            _ids.Add(callerId, number);
        }
    }

    /// <summary>No message has, or will have, these numbers.</summary>
    public void Skip(long first, long last)
    {
        lock (_gate)
        {
            _ids.Skip(first, last);
        }
    }

    /// <summary>The message is about to be written. Entered before, because the answer may be faster than the write's return.</summary>
    public void OnSending(OutboundMessage message)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            message.Sent = true;
            if (message.Number <= _lastSent)
            {
                SendAgainLocked(message, now);
                return;
            }

            _lastSent = message.Number;
            Sent++;
            if (message.Track is { } track)
            {
                track.SentBytes += message.Length;
            }

            while (_open.Count >= MaxOpenEntries)
            {
                FoldFirstLocked();
            }

            _open.Add(
                new LedgerEntry(message.Number, message.Track, message.Length, message.Position, message.Event, now) { Ordinal = Sent });
        }
    }

    public void OnDropped(long number)
    {
        lock (_gate)
        {
            _failed.AddDropped(number);
            _waiters.Fail(number, FailedMessages.NeverSent);
        }
    }

    /// <summary>Books an answer. Ids that are unknown, repeated or empty change nothing.</summary>
    public Settlement OnAnswer(string id, Status? status)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            _overdue.OnAnswer(now);
            if (!_ids.TryGetNumber(id, out var number))
            {
                return default;
            }

            var index = _open.IndexOf(number);
            if (index < 0 || _open[index].Settled)
            {
                return default;
            }

            var roundTrip = timeProvider.GetElapsedTime(_open[index].SentAt, now);
            _roundTrips.Record(roundTrip);
            _overdue.OnAnswered(_open[index]);
            _pattern.OnAnswered(_open[index]);
            var rejected = status is { Code: not (int)Code.Ok };
            if (cumulative)
            {
                AcknowledgeFoldedLocked();
                for (var i = 0; i < index; i++)
                {
                    _pattern.OnPassedOver(_open[i]);
                    SettleLocked(ref _open[i], rejection: null);
                }
            }

            SettleLocked(ref _open[index], rejected ? status : null);
            if (!rejected)
            {
                LastAcknowledgedId = id;
            }

            while (_open.Count > 0 && _open[0].Settled)
            {
                FoldFirstLocked();
            }

            var through = cumulative ? number : _open.Count > 0 ? _open[0].Number - 1 : number;
            return new Settlement(
                through, number, _pattern.HasAnswered(OutboundKind.Audio), _pattern.HasAnswered(OutboundKind.Event), roundTrip);
        }
    }

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
                _failed.AddNotSentAgain(_folded.FirstNumber, _folded.LastNumber);
                _waiters.Fail(number: null, FailedMessages.NotSentAgain, _folded.LastNumber);
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
                if (entry.Settled || entry.Kind == OutboundKind.Configuration || (
                    next < sentAgain.Count && sentAgain[next] == entry.Number))
                {
                    kept.Add(entry);
                }
                else
                {
                    AbandonLocked(entry);
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
                AbandonLocked(_open[index]);
                _open.RemoveAt(index);
            }
        }
    }

    /// <summary>Whether the answer of a server that has been acknowledging is overdue, so that the stream is to be given up.</summary>
    public bool TakeOverdue(TimeSpan timeout)
    {
        lock (_gate)
        {
            return _overdue.Take(_open, _pattern, Sent, _lastSent, timeout);
        }
    }

    /// <summary>
    /// Waits for the answer to a message that has entered the queue.
    /// </summary>
    public async Task WaitAsync(string id, long lastQueued, Func<string, Status, Exception> rejection, CancellationToken cancellationToken)
    {
        AcknowledgementWaiter waiter;
        lock (_gate)
        {
            if (!_ids.TryGetNumber(id, out var number) || number > lastQueued)
            {
                throw new ArgumentException(
                    $"Sequence id \"{id}\" belongs to no message of this call; pass one that a send returned.", nameof(id));
            }

            if (_failed.FailureOf(number, id, rejection) is { } failure)
            {
                throw failure;
            }

            var index = _open.IndexOf(number);
            if (number <= _lastSent && !_folded.MayHold(number) && (index < 0 || _open[index].Settled))
            {
                return;
            }

            if (_over is not null)
            {
                throw _over();
            }

            waiter = _waiters.Add(number);
        }

        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RejectedException e)
        {
            throw rejection(id, e.Status);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>The call is over: whoever still waits for an answer is told.</summary>
    public void Close(Func<Exception> over)
    {
        lock (_gate)
        {
            _over = over;
            _waiters.Fail(number: null, over);
        }
    }

    /// <summary>Takes the first entry out: for good if it is settled, else into the sum of the old ones.</summary>
    private void FoldFirstLocked()
    {
        var first = _open.RemoveFirst();
        if (first.Settled)
        {
            _settledInside--;
        }
        else
        {
            _folded.Add(first);
        }
    }

    private void AcknowledgeFoldedLocked()
    {
        if (_folded.Count > 0)
        {
            AcknowledgedEvents += _folded.EventCount;
            Acknowledged += _folded.Acknowledge();
            _waiters.Acknowledge(0, _folded.LastNumber);
        }
    }

    private void SettleLocked(ref LedgerEntry entry, Status? rejection)
    {
        if (entry.Settled)
        {
            return;
        }

        entry.Settled = true;
        _settledInside++;
        if (rejection is not null)
        {
            _failed.AddRejected(entry.Number, rejection);
            entry.Track?.Lose(LossReason.RejectedByServer, entry.Position, entry.Bytes);
            _waiters.Reject(entry.Number, rejection);
            return;
        }

        Acknowledged++;
        if (entry.Track is { } track)
        {
            track.AcknowledgedBytes += entry.Bytes;
        }

        if (entry.Event is { } record)
        {
            record.Acknowledged = true;
            AcknowledgedEvents++;
        }

        _waiters.Acknowledge(entry.Number, entry.Number);
    }

    private void SendAgainLocked(OutboundMessage message, long now)
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

    private void AbandonLocked(in LedgerEntry entry)
    {
        _abandoned++;
        _failed.AddNotSentAgain(entry.Number);
        _waiters.Fail(entry.Number, FailedMessages.NotSentAgain);
        entry.Track?.Gaps.Add(LossReason.Unconfirmed, entry.Position, entry.Bytes);
    }

    private T Read<T>(Func<DeliveryLedger, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
