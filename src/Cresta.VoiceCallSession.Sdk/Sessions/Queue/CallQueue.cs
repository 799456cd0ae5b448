using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// What a call still has to write: events and audio in one order, audio bounded, frames joined into chunks. Any thread adds, one loop
/// takes. Every public method takes one short lock, held to copy and to count, never over I/O or a caller's code; the parts have none of
/// their own. Private methods that need the lock end in "Locked".
/// </summary>
internal sealed class CallQueue : IDisposable
{
    private readonly object _gate = new();
    private readonly CallQueueSettings _settings;
    private readonly MessagePool _pool;
    private readonly AsyncSignal _work = new();
    private readonly TaskCompletionSource _endingSource = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _latencyTimer;
    private readonly ITimer _evictionTimer;
    private readonly QueueBudget _budget;
    private readonly WaitingMessages _waiting;
    private readonly ReplayBuffer _replay;
    private readonly QueueOutput _output;
    private readonly BlockedSenders _blocked = new();
    private readonly AudioGates _gates;
    private readonly AudioIntake _audio;
    private readonly Func<BlockedSender, bool> _tryServe;
    private readonly EventIntake _events;
    private readonly DeliveryLedger _ledger;
    private QueueState _state;
    private OutboundMessage? _lastMessage;

    public CallQueue(CallQueueSettings settings, DeliveryLedger ledger)
    {
        _settings = settings;
        _ledger = ledger;
        _latencyTimer = settings.TimeProvider.CreateTimer(
            static queue => ((CallQueue)queue!).OnLatencyTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _evictionTimer = settings.TimeProvider.CreateTimer(
            static queue => ((CallQueue)queue!).OnEvictionTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        settings.Envelopes.Prepare(settings.EnvelopeBytes);
        _pool = new MessagePool(settings.Envelopes);
        _budget = new QueueBudget(settings);
        _waiting = new WaitingMessages(settings, ledger, _budget, _pool, _work);
        _replay = new ReplayBuffer(settings, _budget, _waiting, _evictionTimer);
        _output = new QueueOutput(_waiting, _replay, _pool);
        _gates = new AudioGates(settings);
        _events = new EventIntake(settings, _budget, _waiting, _replay);
        _audio = new AudioIntake(
            settings,
            new AdmissionPolicy(settings, _budget, _waiting, _replay, _blocked),
            new ChunkAssembler(settings, _budget, _waiting, _pool, _latencyTimer),
            _gates,
            _events);
        _tryServe = _audio.TryServe;
    }

    /// <summary>Participants in the order of their first frame. The array does not change.</summary>
    public ParticipantAudio[] Tracks => Read(static queue => queue._audio.Tracks);

    /// <summary>Audio that waits to be written, or is being written.</summary>
    public long QueuedBytes => Read(static queue => queue._budget.QueuedBytes);

    /// <summary>The number that was given last.</summary>
    public long LastNumber => Read(static queue => queue._waiting.Numbers.Last);

    /// <summary>Buffers that are out of the pool.</summary>
    public int BufferBalance => Read(static queue => queue._pool.Balance);

    /// <summary>A single frame may not exceed this; it could never have room.</summary>
    public long MaxFrameBytes => _settings.MaxFrameBytes;

    /// <summary>As much audio as may be written before it is flushed.</summary>
    public long MaxUnflushedBytes => _settings.MaxUnflushedBytes;

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsFinished =>
        Read(static queue => queue._state == QueueState.Closed || (queue._state == QueueState.Complete && queue._output.IsEmpty));

    /// <summary>Whether nothing more is taken from callers.</summary>
    public bool IsEnding => Read(static queue => queue._state != QueueState.Open);

    /// <summary>Completes when nothing more is taken from callers.</summary>
    public Task Ending => _endingSource.Task;

    /// <summary>Whether there is something that may be written now.</summary>
    public bool HasWork => Read(static queue => queue._waiting.HasReady);

    /// <summary>What the report tells of the queue.</summary>
    public QueueSnapshot Capture() => Read(static queue => new QueueSnapshot(
        queue._audio.Tracks, queue._events.Records.ToArray(), queue._events.Records.Count, queue._gates.ToArray(),
            queue._waiting.LongestWait));

    /// <summary>Whether an event of this type has been queued.</summary>
    public bool HasEvent(string type) => Read(queue => queue._events.Records.Contains(type));

    /// <summary>Numbers a message that is written before the queue's own, the configuration, without queueing it.</summary>
    public void Identify(OutboundMessage message) =>
        message.Identify(Read(static queue => queue._waiting.Numbers.Next(customId: null)), customId: null);

    /// <summary>Takes a frame, or says why not. Never waits.</summary>
    public AudioSendResult TryOffer(ReadOnlySpan<byte> audio, Participant participant)
    {
        lock (_gate)
        {
            return _audio.TryOffer(_audio.TrackOf(participant, _state == QueueState.Closed), audio, _state, mayBlock: false, out _);
        }
    }

    /// <summary>Takes audio, waiting for room if the policy is to wait. The result is the id under which the last of it travels.</summary>
    public ValueTask<string> OfferAsync(
        ReadOnlyMemory<byte> audio, Participant participant, Func<Exception> refusal, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _audio.Offer(audio, participant, _state, refusal, out var id) is { } sender
                ? BlockLockedAsync(sender, cancellationToken) : ValueTask.FromResult(id);
        }
    }

    /// <summary>Takes a raw audio message as it is: not joined, not split, under the caller's own id if it has one.</summary>
    public ValueTask<string> OfferAsync(OutboundMessage whole, ReadOnlySpan<byte> audio, Participant participant, string? customId,
        Func<Exception> refusal, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _audio.Offer(whole, audio, participant, customId, _state, refusal) is { } sender
                ? BlockLockedAsync(sender, cancellationToken) : ValueTask.FromResult(string.Empty);
        }
    }

    /// <summary>
    /// Queues an event and works the gate that it stands for, in one step. Strictly: only if it changes the gate, so that of two threads
    /// that put a call on hold at once one is told.
    /// </summary>
    public string OfferEvent(OutboundMessage message, string? customId, AudioGateChange change, bool strictly, Func<Exception> refusal)
    {
        lock (_gate)
        {
            _gates.ThrowIfUnchangeable(_state, strictly ? change : AudioGateChange.None, refusal);
            _events.ThrowIfFull(message);
            _events.Enqueue(message, customId);
            ApplyLocked(change);
            return message.Id;
        }
    }

    /// <summary>
    /// Works a gate for which this stream has no event; throws if the call is ending, or the gate stands already as it is to be.
    /// </summary>
    public void ChangeGate(AudioGateChange change, Func<Exception> refusal)
    {
        lock (_gate)
        {
            _gates.ThrowIfUnchangeable(_state, change, refusal);
            ApplyLocked(change);
        }
    }

    /// <summary>Works a gate if the call is not ending.</summary>
    public void TryChangeGate(AudioGateChange change)
    {
        lock (_gate)
        {
            ApplyLocked(_state == QueueState.Open ? change : AudioGateChange.None);
        }
    }

    /// <summary>Throws as <see cref="ChangeGate"/> would.</summary>
    public void ThrowIfUnchangeable(AudioGateChange change, Func<Exception> refusal)
    {
        lock (_gate)
        {
            _gates.ThrowIfUnchangeable(_state, change, refusal);
        }
    }

    /// <summary>Queues a piece of silence for each participant, if nothing else is waiting and the audio is not paused.</summary>
    public void OfferSilence()
    {
        lock (_gate)
        {
            if (_state == QueueState.Open && _waiting.First is null && _audio.TryOfferSilence())
            {
                _waiting.MarkReady(_waiting.Numbers.Last);
            }
        }
    }

    /// <summary>
    /// The next message that may be written now, or null. It is the taker's until <see cref="OnWritten"/> or <see cref="OnNotWritten"/>.
    /// </summary>
    /// <param name="moreFollows">Whether another may be written right after it.</param>
    public OutboundMessage? Take(out bool moreFollows)
    {
        lock (_gate)
        {
            return _output.Take(out moreFollows);
        }
    }

    /// <summary>The message has been handed to the transport.</summary>
    public void OnWritten(OutboundMessage message)
    {
        lock (_gate)
        {
            _output.OnWritten(message, _audio.Tracks.Length);
            ServeBlockedLocked();
        }
    }

    /// <summary>The message could not be written, or only in part: it is the first to go when there is a stream again.</summary>
    public void OnNotWritten(OutboundMessage message)
    {
        lock (_gate)
        {
            _output.OnNotWritten(message);
        }
    }

    /// <summary>The server answered: what it settled need not be kept.</summary>
    public void OnSettled(Settlement settlement)
    {
        lock (_gate)
        {
            _output.OnSettled(settlement);
            ServeBlockedLocked();
        }
    }

    /// <summary>The stream broke: what is to be sent again goes to the front, in its old order and under its old numbers.</summary>
    /// <param name="unread">Whether the server has certainly read nothing of the stream, so that nothing can come twice.</param>
    public void Rewind(bool unread)
    {
        lock (_gate)
        {
            if (_state == QueueState.Closed)
            {
                return;
            }

            _replay.Rewind(unread);
            _ledger.OnStreamBroken(_waiting.SentNumbers());
        }

        _work.Set();
    }

    /// <summary>Waits until there may be something to take. One waiter at a time.</summary>
    public ValueTask WaitForWorkAsync() => _work.WaitAsync();

    /// <summary>Wakes the loop, so that it looks around.</summary>
    public void Pulse() => _work.Set();

    /// <summary>
    /// Nothing more is taken from callers. What is queued, and what blocked senders have offered, still goes out, then the last message if
    /// there is one.
    /// </summary>
    /// <returns>False if the call was ending already.</returns>
    public bool BeginEnding(OutboundMessage? lastMessage)
    {
        lock (_gate)
        {
            if (_state != QueueState.Open)
            {
                return false;
            }

            _state = QueueState.Ending;
            _lastMessage = lastMessage;
            ServeBlockedLocked();
        }

        _endingSource.TrySetResult();
        return true;
    }

    /// <summary>The call is over: what is left is dropped for this reason, and blocked senders are told.</summary>
    public void Close(LossReason reason, Func<Exception> refusal)
    {
        lock (_gate)
        {
            if (_state == QueueState.Closed)
            {
                return;
            }

            _state = QueueState.Closed;
            _output.Close(reason);
            AudioIntake.Refuse(_blocked.TakeAll(), refusal);
            ChunkAssembler.DropCarries(_audio.Tracks, LossReason.IncompleteSample);
            _pool.Drain();
            Dispose();
        }

        _endingSource.TrySetResult();
        _work.Set();
    }

    public void Dispose()
    {
        _latencyTimer.Dispose();
        _evictionTimer.Dispose();
    }

    private ValueTask<string> BlockLockedAsync(BlockedSender sender, CancellationToken cancellationToken)
    {
        _blocked.Add(sender);
        ServeBlockedLocked();
        return sender.WaitAsync(Abandon, cancellationToken);
    }

    private void ApplyLocked(AudioGateChange change)
    {
        _gates.Apply(change);
        if (change == AudioGateChange.Pause)
        {
            _output.WithdrawAudio();
            ChunkAssembler.DropCarries(_audio.Tracks, LossReason.Paused);
        }

        ServeBlockedLocked();
    }

    private void Abandon(BlockedSender sender, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_blocked.Remove(sender))
            {
                AudioIntake.Lose(sender.Track, LossReason.NoRoom, sender.BytesLeft);
                sender.TrySetCanceled(cancellationToken);
                ServeBlockedLocked();
            }
        }
    }

    private void ServeBlockedLocked()
    {
        if (_state == QueueState.Closed)
        {
            return;
        }

        _blocked.Serve(_tryServe);
        if (_blocked.Count > 0 && _output.IsEmpty)
        {
            _replay.StartEvictionTimer();
        }

        if (_state == QueueState.Ending && _blocked.Count == 0)
        {
            CompleteLocked();
        }
    }

    /// <summary>Everything that will be written is queued.</summary>
    private void CompleteLocked()
    {
        ChunkAssembler.DropCarries(_audio.Tracks, LossReason.IncompleteSample);
        if (_lastMessage is { } last)
        {
            _events.Enqueue(last, customId: null);
        }

        _state = QueueState.Complete;
        _waiting.MarkReady(_waiting.Numbers.Last);
        _work.Set();
    }

    private void OnLatencyTimer()
    {
        lock (_gate)
        {
            if (_state != QueueState.Closed)
            {
                _audio.ReleaseLateChunks();
            }
        }
    }

    private void OnEvictionTimer()
    {
        lock (_gate)
        {
            if (_state != QueueState.Closed && _blocked.Count > 0 && _output.IsEmpty)
            {
                _replay.OnEvictionTimeout();
                ServeBlockedLocked();
            }
        }
    }

    private T Read<T>(Func<CallQueue, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
