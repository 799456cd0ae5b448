using Cresta.VoiceCallSession.Sdk.Audio;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Audio's way in: gates, bounds, and the joining of frames into chunks.</summary>
internal sealed partial class SendQueue
{
    /// <summary>Takes a frame, or says why not. Never waits.</summary>
    public AudioSendResult TryOffer(ReadOnlySpan<byte> audio, Participant participant)
    {
        lock (_gate)
        {
            return TryOffer(TrackOf(participant), audio, refuseWhenFull: true, out _);
        }
    }

    /// <summary>Takes audio, waiting for room where the policy is to wait. The result is the id under which the last of it travels.</summary>
    public ValueTask<string> OfferAsync(ReadOnlyMemory<byte> audio, Participant participant, Func<Exception> refusal, CancellationToken cancellationToken)
    {
        RoomWaiter waiter;
        lock (_gate)
        {
            var track = TrackOf(participant);
            switch (TryOffer(track, audio.Span, refuseWhenFull: false, out var id))
            {
                case AudioSendResult.RefusedCallEnded:
                    throw refusal();
                case not AudioSendResult.RefusedNoRoom:
                    return ValueTask.FromResult(id);
            }

            waiter = new RoomWaiter(track, audio, whole: null, customId: null);
            _waiters.AddLast(waiter);
            AdmitWaiters();
        }

        return WaitForRoomAsync(waiter, cancellationToken);
    }

    /// <summary>Takes a raw audio message as it is: not joined, not split, under the caller's own id where it has one.</summary>
    public ValueTask<string> OfferAsync(OutboundMessage whole, ReadOnlySpan<byte> audio, Participant participant, string? customId, Func<Exception> refusal, CancellationToken cancellationToken)
    {
        RoomWaiter waiter;
        lock (_gate)
        {
            if (_closed)
            {
                throw refusal();
            }

            var track = TrackOf(participant);
            whole.Track = track;
            track.Arrive(_settings.TimeProvider.GetTimestamp(), audio.Length);
            InspectFormat(track, audio);
            if (Gate() is { } gated)
            {
                Lose(track, Reason(gated), whole.Length);
                return gated == AudioSendResult.RefusedCallEnded ? throw refusal() : ValueTask.FromResult(string.Empty);
            }

            waiter = new RoomWaiter(track, remaining: default, whole, customId);
            if (_settings.FullPolicy != AudioBufferFullPolicy.Wait && !MakeRoom(track, whole.Length))
            {
                Lose(track, LossReason.BufferFull, whole.Length);
                return ValueTask.FromResult(string.Empty);
            }

            _waiters.AddLast(waiter);
            AdmitWaiters();
        }

        return WaitForRoomAsync(waiter, cancellationToken);
    }

    private AudioSendResult TryOffer(ParticipantTrack track, ReadOnlySpan<byte> audio, bool refuseWhenFull, out string id)
    {
        id = string.Empty;
        if (_closed)
        {
            // The books are closed: the report may be in somebody's hands already.
            return AudioSendResult.RefusedCallEnded;
        }

        if (audio.IsEmpty)
        {
            return AudioSendResult.Queued;
        }

        track.Arrive(_settings.TimeProvider.GetTimestamp(), audio.Length);
        var result = Gate() ?? Admit(track, audio.Length, mayWait: !refuseWhenFull);
        if (result != AudioSendResult.RefusedNoRoom || !refuseWhenFull)
        {
            // A frame that is handed back is offered again: examined twice, it would move where samples begin.
            InspectFormat(track, audio);
        }

        if (result == AudioSendResult.Queued)
        {
            Join(track, audio, wantsId: !refuseWhenFull, ref id);
            track.OfferedBytes += audio.Length;
        }
        else if (result != AudioSendResult.RefusedNoRoom || refuseWhenFull)
        {
            Lose(track, Reason(result), audio.Length);
        }

        return result;
    }

    /// <summary>Why audio may not pass at all just now, or null.</summary>
    private AudioSendResult? Gate() =>
        _ending ? AudioSendResult.RefusedCallEnded : AudioGate();

    private AudioSendResult? AudioGate() =>
        _paused ? AudioSendResult.DroppedPaused
        : _onHold && !_settings.SendAudioOnHold ? AudioSendResult.DroppedOnHold
        : null;

    private AudioSendResult Admit(ParticipantTrack track, int bytes, bool mayWait)
    {
        if (_settings.FullPolicy == AudioBufferFullPolicy.Wait)
        {
            return _waiters.Count == 0 && FindRoom(track, bytes, _windowGivesWay || !mayWait) ? AudioSendResult.Queued : AudioSendResult.RefusedNoRoom;
        }

        return MakeRoom(track, bytes) ? AudioSendResult.Queued : AudioSendResult.DroppedBufferFull;
    }

    /// <summary>Drops old audio until the new fits, where the policy allows it and it can help.</summary>
    private bool MakeRoom(ParticipantTrack track, long bytes)
    {
        var mayDrop = _settings.FullPolicy == AudioBufferFullPolicy.DropOldest && bytes <= _settings.MaxFrameBytes;
        while (!FindRoom(track, bytes, windowGivesWay: true))
        {
            var ofTrack = track.QueuedBytes + bytes > _settings.MaxTrackBytes ? track : null;
            if (!mayDrop || _list.OldestAudio(ofTrack) is not { } oldest)
            {
                return false;
            }

            Drop(oldest, LossReason.BufferFull);
        }

        return true;
    }

    /// <summary>Copies audio into chunks of whole samples; what is left of a sample waits for its rest.</summary>
    private void Join(ParticipantTrack track, ReadOnlySpan<byte> audio, bool wantsId, ref string id)
    {
        var position = track.OfferedBytes - (track.Carry is null ? 0 : 1);
        var whole = (audio.Length + (track.Carry is null ? 0 : 1)) / _settings.Shape.BytesPerSample * _settings.Shape.BytesPerSample;
        while (whole > 0)
        {
            var chunk = OpenChunk(track, whole, position);
            var room = Math.Min(whole, _settings.ChunkBytes - chunk.Length);
            whole -= room;
            position += room;
            track.Enqueue(room);
            _queuedBytes += room;
            if (track.Carry is { } carried)
            {
                chunk.Buffer[chunk.Length++] = carried;
                track.Carry = null;
                room--;
            }

            audio[..room].CopyTo(chunk.Buffer.AsSpan(chunk.Length));
            chunk.Length += room;
            audio = audio[room..];
            if (wantsId && whole == 0)
            {
                id = chunk.Id;
            }

            if (chunk.Length == _settings.ChunkBytes)
            {
                MarkReady(chunk.Number);
                track.Open = null;
            }
        }

        if (!audio.IsEmpty)
        {
            track.Carry = audio[0];
        }

        if (!_settings.JoinsFrames)
        {
            track.Open = null;
            MarkReady(_lastNumber);
        }
        else if (!_latencyTimerRuns && track.Open is not null)
        {
            _latencyTimerRuns = true;
            _latencyTimer.Change(_settings.MaxChunkLatency, Timeout.InfiniteTimeSpan);
        }
    }

    private OutboundMessage OpenChunk(ParticipantTrack track, int wanted, long position)
    {
        // A chunk that may be written by now takes no more: an event behind it would be overtaken.
        if (track.Open is { } open && open.Number > _readyNumber && open.Length < _settings.ChunkBytes)
        {
            return open;
        }

        var chunk = _pool.Rent(_settings.JoinsFrames ? _settings.ChunkBytes : Math.Min(wanted, _settings.ChunkBytes));
        chunk.Track = track;
        chunk.Position = position;
        Append(chunk, customId: null);
        track.Open = chunk;
        return chunk;
    }

    private ParticipantTrack TrackOf(Participant participant)
    {
        foreach (var track in _tracks)
        {
            if (track.Participant.Equals(participant))
            {
                return track;
            }
        }

        var added = new ParticipantTrack(participant)
        {
            Detector = _settings.Shape.SampleFormat is { } declared ? new EncodingDetector(declared) : null,
        };

        if (_closed)
        {
            return added;
        }

        _tracks = [.. _tracks, added];
        return added;
    }

    /// <summary>The cap on joining: what has waited too long goes as it is.</summary>
    private void ReleaseLateChunks()
    {
        lock (_gate)
        {
            _latencyTimerRuns = false;
            var oldest = _list.First;
            while (oldest is not null && oldest.Number <= _readyNumber)
            {
                oldest = oldest.Next;
            }

            if (oldest is null || _closed)
            {
                return;
            }

            var left = _settings.MaxChunkLatency - _settings.TimeProvider.GetElapsedTime(oldest.QueuedAt);
            if (left <= TimeSpan.Zero)
            {
                MarkReady(_lastNumber);
                return;
            }

            _latencyTimerRuns = true;
            _latencyTimer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private static LossReason Reason(AudioSendResult result) => result switch
    {
        AudioSendResult.DroppedBufferFull => LossReason.BufferFull,
        AudioSendResult.DroppedOnHold => LossReason.OnHold,
        AudioSendResult.DroppedPaused => LossReason.Paused,
        AudioSendResult.RefusedNoRoom => LossReason.NoRoom,
        _ => LossReason.CallEnded,
    };
}
