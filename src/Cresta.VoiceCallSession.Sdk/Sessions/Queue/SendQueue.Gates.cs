namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Hold and pause: what stops audio, and what it does to audio that is on its way.</summary>
internal sealed partial class SendQueue
{
    private static readonly TimeSpan SilenceDuration = TimeSpan.FromMilliseconds(100);

    private readonly List<PauseRecord> _pauses = [];

    /// <summary>Stretches in which audio was stopped, in the order in which they began. A snapshot.</summary>
    public PauseRecord[] Pauses
    {
        get
        {
            lock (_gate)
            {
                return [.. _pauses];
            }
        }
    }

    /// <summary>Works a gate for which this stream has no event.</summary>
    public void ChangeGate(GateChange change, Func<Exception> refusal)
    {
        lock (_gate)
        {
            ThrowIfUnchangeable(change, refusal);
            Apply(change);
        }
    }

    /// <summary>Works a gate where that still means something.</summary>
    public void TryChangeGate(GateChange change)
    {
        lock (_gate)
        {
            if (!_ending)
            {
                Apply(change);
            }
        }
    }

    /// <summary>Throws where the call is ending, or the gate stands already as it is to be.</summary>
    public void ThrowIfUnchangeable(GateChange change, Func<Exception> refusal)
    {
        lock (_gate)
        {
            if (_ending)
            {
                throw refusal();
            }

            ThrowIfPointless(change);
        }
    }

    /// <summary>Queues a piece of silence for each participant, where nothing else is waiting and the audio is not paused.</summary>
    public void OfferSilence()
    {
        lock (_gate)
        {
            if (_ending || _paused || _list.First is not null || _settings.Shape.Silence is not { } silence)
            {
                return;
            }

            foreach (var track in _tracks)
            {
                var length = (int)Math.Min(_settings.Shape.BytesIn(SilenceDuration), _settings.ChunkBytes);
                if (!FindRoom(track.Silence, length, windowGivesWay: true))
                {
                    return;
                }

                var message = _pool.Rent(length);
                message.Track = track.Silence;
                message.Length = length;
                message.Buffer.AsSpan(0, length).Fill(silence);
                track.Silence.OfferedBytes += length;
                track.Silence.Enqueue(length);
                _queuedBytes += length;
                Append(message, customId: null);
            }

            MarkReady(_lastNumber);
        }
    }

    private void Apply(GateChange change)
    {
        switch (change)
        {
            case GateChange.Hold or GateChange.Unhold:
                Record(PauseKind.Hold, _onHold, change == GateChange.Hold);
                _onHold = change == GateChange.Hold;
                break;
            case GateChange.Pause or GateChange.Resume:
                Record(PauseKind.Pause, _paused, change == GateChange.Pause);
                _paused = change == GateChange.Pause;
                break;
            default:
                return;
        }

        if (change == GateChange.Pause)
        {
            EmptyOfAudio();
        }

        AdmitWaiters();
    }

    private void Record(PauseKind kind, bool was, bool becomes)
    {
        if (was == becomes)
        {
            return;
        }

        var now = _settings.TimeProvider.GetUtcNow();
        if (becomes)
        {
            _pauses.Add(new PauseRecord(kind, now));
        }
        else
        {
            _pauses.FindLast(pause => pause.Kind == kind)!.To = now;
        }
    }

    /// <summary>
    /// No audio leaves from here on: neither what waits, nor what a broken stream would have had sent again. What is just being
    /// written is on its way, once.
    /// </summary>
    private void EmptyOfAudio()
    {
        for (var message = _list.First; message is not null;)
        {
            var next = message.Next;
            if (message.Kind == OutboundKind.Audio)
            {
                Drop(message, LossReason.Paused);
            }

            message = next;
        }

        while (_window.OldestAudio(ofTrack: null) is { } written)
        {
            Forget(written);
        }

        if (_writing is { Kind: OutboundKind.Audio } writing)
        {
            writing.Withdrawn = true;
        }

        DropCarries(LossReason.Paused);
    }
}
