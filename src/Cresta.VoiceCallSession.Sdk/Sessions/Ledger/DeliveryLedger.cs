using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Google.Rpc;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// What was written and what the server said of it. Each message ends as acknowledged, refused by the server, dropped, or written and never
/// answered for. Thread-safe; it never calls out while it holds its lock.
/// </summary>
internal sealed partial class DeliveryLedger(bool cumulative, ServerCapabilities server, TimeProvider timeProvider)
{
    private const int MaxRejectionsKept = 1024;
    private const int MaxOpenEntries = 8192;

    private readonly object _gate = new();
    private readonly OpenEntries _open = new();
    private readonly FoldedEntries _folded = new();
    private readonly CallerIds _callerIds = new();
    private readonly NumberRanges _noIds = new();
    private readonly NumberRanges _dropped = new();
    private readonly NumberRanges _rejected = new();
    private readonly Dictionary<long, Status> _rejections = [];
    private readonly AcknowledgementWaiters _waiters = new();
    private readonly RoundTripHistogram _roundTrips = new();
    private readonly AcknowledgementPattern _pattern = new(server);
    private Func<Exception>? _over;
    private long _lastSent;
    private long _lastAnsweredOrdinal;
    private long _lastAnswerAt;
    private long _stride = 1;
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

    /// <summary>The id of the first message, the configuration aside, that was written and not acknowledged, as far as it is known; null if there is none.</summary>
    public string? FirstUnacknowledgedId
    {
        get
        {
            lock (_gate)
            {
                for (var i = 0; i < _open.Count; i++)
                {
                    if (!_open[i].Settled && _open[i].Kind != OutboundKind.Configuration)
                    {
                        return _callerIds.IdOf(_open[i].Number);
                    }
                }

                return null;
            }
        }
    }

    /// <summary>Messages, the configuration aside, that the stream in use has carried and that are not acknowledged.</summary>
    public int UnacknowledgedOnStream
    {
        get
        {
            lock (_gate)
            {
                var count = _folded.Count;
                for (var i = 0; i < _open.Count; i++)
                {
                    count += !_open[i].Settled && _open[i].Kind != OutboundKind.Configuration ? 1 : 0;
                }

                return count;
            }
        }
    }

    public int Unacknowledged
    {
        get
        {
            lock (_gate)
            {
                return _open.Count - _settledInside + _folded.Count + _abandoned;
            }
        }
    }

    /// <summary>Messages that stayed unanswered although the server had answered every message of their kind before.</summary>
    public int MissingAnswers
    {
        get
        {
            lock (_gate)
            {
                return _pattern.CountMissing(_open);
            }
        }
    }

    /// <summary>Unanswered messages of a kind that the server has had no chance yet to answer, though it answers all others.</summary>
    public int UncertainAnswers
    {
        get
        {
            lock (_gate)
            {
                return _pattern.CountUncertain(_open);
            }
        }
    }

    public (TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max) RoundTrips
    {
        get
        {
            lock (_gate)
            {
                return (_roundTrips.Percentile(0.5), _roundTrips.Percentile(0.9), _roundTrips.Percentile(0.99), _roundTrips.Max);
            }
        }
    }

    /// <summary>Gives a caller's own id the number that it stands for. The number itself is then the id of no message.</summary>
    public void Name(string callerId, long number)
    {
        lock (_gate)
        {
            _callerIds.Add(callerId, number);
            _noIds.Add(number);
        }
    }

    /// <summary>No message has, or will have, these numbers.</summary>
    public void Skip(long first, long last)
    {
        lock (_gate)
        {
            _noIds.Add(first, last);
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
                SendAgain(message, now);
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
                FoldFirst();
            }

            _open.Add(new LedgerEntry(message.Number, message.Track, message.Length, message.Position, message.Event, now) { Ordinal = Sent });
        }
    }

    public void OnDropped(long number)
    {
        lock (_gate)
        {
            _dropped.Add(number);
            _waiters.Fail(number, NeverSent);
        }
    }

    /// <summary>Books an answer. Ids that are unknown, repeated or empty change nothing.</summary>
    public Settlement OnAnswer(string id, Status? status)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            _lastAnswerAt = now;
            if (!TryGetNumber(id, out var number))
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
            _stride = Math.Max(_stride, _open[index].Ordinal - _lastAnsweredOrdinal);
            _lastAnsweredOrdinal = Math.Max(_lastAnsweredOrdinal, _open[index].Ordinal);
            _pattern.OnAnswered(_open[index]);
            var rejected = status is { Code: not (int)Code.Ok };
            if (cumulative)
            {
                AcknowledgeFolded();
                for (var i = 0; i < index; i++)
                {
                    _pattern.OnPassedOver(_open[i]);
                    Settle(ref _open[i], rejection: null);
                }
            }

            Settle(ref _open[index], rejected ? status : null);
            if (!rejected)
            {
                LastAcknowledgedId = id;
            }

            while (_open.Count > 0 && _open[0].Settled)
            {
                FoldFirst();
            }

            var through = cumulative ? number : _open.Count > 0 ? _open[0].Number - 1 : number;
            return new Settlement(through, number, _pattern.HasAnswered(OutboundKind.Audio), _pattern.HasAnswered(OutboundKind.Event), roundTrip);
        }
    }

    /// <summary>Takes the first entry out: for good if it is settled, else into the sum of the old ones.</summary>
    private void FoldFirst()
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

    private void AcknowledgeFolded()
    {
        if (_folded.Count > 0)
        {
            AcknowledgedEvents += _folded.EventCount;
            Acknowledged += _folded.Acknowledge();
            _waiters.Acknowledge(0, _folded.LastNumber);
        }
    }

    private static VoiceCallSessionException NeverSent() =>
        new(Grpc.Core.StatusCode.DataLoss, "The message was dropped before it was written; the call's report says why.");

    private void Settle(ref LedgerEntry entry, Status? rejection)
    {
        if (entry.Settled)
        {
            return;
        }

        entry.Settled = true;
        _settledInside++;
        if (rejection is null)
        {
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
        else
        {
            _rejected.Add(entry.Number);
            if (_rejections.Count < MaxRejectionsKept)
            {
                _rejections[entry.Number] = rejection;
            }

            entry.Track?.Lose(LossReason.RejectedByServer, entry.Position, entry.Bytes);
            _waiters.Reject(entry.Number, rejection);
        }
    }

    private bool TryGetNumber(string id, out long number)
    {
        if (SequenceIds.IsNumber(id, out number))
        {
            return !_noIds.Contains(number);
        }

        return _callerIds.TryGetNumber(id, out number);
    }
}
