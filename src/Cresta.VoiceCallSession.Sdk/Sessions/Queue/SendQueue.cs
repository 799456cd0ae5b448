using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// What a call still has to write: events and audio in one order, audio bounded, frames joined into chunks. Any thread adds, one loop takes.
/// Every door takes one short lock, held to copy and to count, never over I/O or a caller's code.
/// </summary>
internal sealed partial class SendQueue : IDisposable
{
    private readonly object _gate = new();
    private readonly SendQueueSettings _settings;
    private readonly DeliveryLedger _ledger;
    private readonly OutboundList _list = new();
    private readonly ReplayWindow _window = new();
    private readonly MessagePool _pool = new();
    private readonly AsyncSignal _work = new();
    private readonly LinkedList<RoomWaiter> _waiters = [];
    private readonly List<EventRecord> _events = [];
    private readonly ITimer _latencyTimer;
    private bool _latencyTimerRuns;
    private ParticipantTrack[] _tracks = [];
    private long _lastNumber;
    private long _readyNumber;
    private long _queuedBytes;
    private bool _onHold;
    private bool _paused;
    private bool _ending;
    private bool _complete;
    private bool _closed;
    private OutboundMessage? _lastMessage;
    private OutboundMessage? _writing;

    public SendQueue(SendQueueSettings settings, DeliveryLedger ledger)
    {
        _settings = settings;
        _ledger = ledger;
        _latencyTimer = settings.TimeProvider.CreateTimer(
            static queue => ((SendQueue)queue!).ReleaseLateChunks(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _patienceTimer = settings.TimeProvider.CreateTimer(
            static queue => ((SendQueue)queue!).LosePatience(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Participants in the order of their first frame. A snapshot.</summary>
    public ParticipantTrack[] Tracks
    {
        get
        {
            lock (_gate)
            {
                return _tracks;
            }
        }
    }

    public EventRecord[] Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Audio that waits to be written, or is just being written.</summary>
    public long QueuedBytes
    {
        get
        {
            lock (_gate)
            {
                return _queuedBytes;
            }
        }
    }

    /// <summary>A single frame may not exceed this; it could never get room.</summary>
    public long MaxFrameBytes => _settings.MaxFrameBytes;

    public long LastNumber
    {
        get
        {
            lock (_gate)
            {
                return _lastNumber;
            }
        }
    }

    public int BufferBalance
    {
        get
        {
            lock (_gate)
            {
                return _pool.Balance;
            }
        }
    }

    /// <summary>Numbers a message that is written before the queue's own, the configuration, without queueing it.</summary>
    public void Identify(OutboundMessage message) => message.Identify(++_lastNumber, customId: null);

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _closed || (_complete && _list.First is null && _writing is null);
            }
        }
    }

    /// <summary>Whether nothing more is taken from callers.</summary>
    public bool IsEnding
    {
        get
        {
            lock (_gate)
            {
                return _ending;
            }
        }
    }

    /// <summary>Whether there is something that may be written now.</summary>
    public bool HasWork
    {
        get
        {
            lock (_gate)
            {
                return _list.First is { } first && first.Number <= _readyNumber;
            }
        }
    }

    /// <summary>The next message that may be written now, or null. It is the taker's until one of the two below.</summary>
    /// <param name="moreFollows">Whether another may be written right after it.</param>
    public OutboundMessage? Take(out bool moreFollows)
    {
        lock (_gate)
        {
            moreFollows = false;
            if (_list.First is not { } first || first.Number > _readyNumber)
            {
                return null;
            }

            _list.Remove(first);
            _writing = first;
            NoteTaken(first);
            moreFollows = _list.First is { } second && second.Number <= _readyNumber;
            return first;
        }
    }

    /// <summary>Waits until there may be something to take. One waiter at a time.</summary>
    public ValueTask WaitForWorkAsync() => _work.WaitAsync();

    /// <summary>Wakes the loop, so that it looks around.</summary>
    public void Pulse() => _work.Set();

    /// <summary>
    /// Nothing more is taken from callers. What is queued, and what senders already wait with, still goes out, then the last message if there is one.
    /// </summary>
    /// <returns>False where the call was ending already.</returns>
    public bool BeginEnding(OutboundMessage? lastMessage)
    {
        lock (_gate)
        {
            if (_ending || _closed)
            {
                return false;
            }

            _ending = true;
            _lastMessage = lastMessage;
            AdmitWaiters();
            return true;
        }
    }

    /// <summary>The call is over: what is left is dropped for this reason, and whoever waits for room is told.</summary>
    public void Close(LossReason reason, Func<Exception> refusal)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _ending = true;
            _closed = true;
            while (_list.First is { } message)
            {
                Drop(message, reason);
            }

            while (_window.First is { } written)
            {
                Forget(written);
            }

            foreach (var waiter in _waiters)
            {
                Lose(waiter.Track, LossReason.CallEnded, waiter.BytesLeft);
                waiter.TrySetException(refusal());
            }

            _waiters.Clear();
            DropCarries();
            _pool.Drain();
            Dispose();
        }

        _work.Set();
    }

    public void Dispose()
    {
        _latencyTimer.Dispose();
        _patienceTimer.Dispose();
    }

    private void Append(OutboundMessage message, string? customId)
    {
        message.Identify(NextNumber(customId), customId);
        message.QueuedAt = _settings.TimeProvider.GetTimestamp();
        _list.AddLast(message);
    }

    /// <summary>Everything up to this number may be written.</summary>
    private void MarkReady(long number)
    {
        if (_readyNumber < number)
        {
            NoteReady(number);
            _readyNumber = number;
            _work.Set();
        }
    }

    private void CompleteIfEnding()
    {
        if (!_ending || _complete || _waiters.Count > 0)
        {
            return;
        }

        DropCarries();
        if (_lastMessage is { } last)
        {
            Enqueue(last, customId: null);
        }

        _complete = true;
        MarkReady(_lastNumber);
        _work.Set();
    }

    private void DropCarries(LossReason reason = LossReason.IncompleteSample)
    {
        foreach (var track in _tracks)
        {
            if (track.Carry is not null)
            {
                track.Carry = null;
                track.Lose(reason, track.OfferedBytes - 1, 1);
            }
        }
    }

    private static void Lose(ParticipantTrack track, LossReason reason, long bytes)
    {
        track.Lose(reason, track.OfferedBytes, bytes);
        track.OfferedBytes += bytes;
    }
}
