using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// What was written stays here until it is answered for, inside the same bounds as what waits. Where room is short the window gives way to new audio;
/// only a sender that can wait waits for answers first.
/// </summary>
internal sealed partial class SendQueue
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UncalibratedWindow = TimeSpan.FromSeconds(5);

    private readonly ITimer _patienceTimer;
    private bool _windowGivesWay = true;

    /// <summary>Whether what was written of the audio is sent again after a break.</summary>
    private bool ReplaysAudio =>
        _settings.Replay == ReplayPolicy.Unacknowledged || (_settings.Replay == ReplayPolicy.Calibrated && _settings.Server.AnswersAudio);

    /// <summary>The message is on the wire.</summary>
    public void OnWritten(OutboundMessage message)
    {
        lock (_gate)
        {
            _writing = null;
            Leave(message);
            if (_closed || message.Settled || message.Withdrawn || (message.Kind == OutboundKind.Audio && _settings.Replay == ReplayPolicy.Unwritten))
            {
                Recycle(message);
            }
            else if (message.Kind != OutboundKind.Configuration)
            {
                _window.Add(message);
                while (!ReplaysAudio && _window.Bytes > _settings.Shape.BytesIn(UncalibratedWindow) * _tracks.Length)
                {
                    Forget(_window.OldestAudio(ofTrack: null)!);
                }
            }

            AdmitWaiters();
        }
    }

    /// <summary>The message could not be written, or only in part: it is the first to go when there is a stream again.</summary>
    public void OnNotWritten(OutboundMessage message)
    {
        lock (_gate)
        {
            _writing = null;
            if (_closed || message.Settled)
            {
                Leave(message);
                Recycle(message);
            }
            else
            {
                _list.AddFirst(message);
                if (message.Withdrawn)
                {
                    Drop(message, LossReason.Paused);
                }
            }
        }
    }

    /// <summary>The server answered: what it settled need not be kept.</summary>
    public void OnSettled(Settlement settlement)
    {
        lock (_gate)
        {
            if (settlement.AnswersAudio)
            {
                _settings.Server.OnAudioAnswered();
            }

            _windowGivesWay = !ReplaysAudio;
            for (var message = _window.First; message is not null && message.Number <= settlement.Number;)
            {
                var next = message.Next;
                if (settlement.Covers(message.Number))
                {
                    Forget(message);
                }

                message = next;
            }

            for (var message = _list.First; message is { Sent: true } && message.Number <= settlement.Number;)
            {
                var next = message.Next;
                if (settlement.Covers(message.Number))
                {
                    _list.Remove(message);
                    Leave(message);
                    Recycle(message);
                }

                message = next;
            }

            if (_writing is { } writing && settlement.Covers(writing.Number))
            {
                writing.Settled = true;
            }

            AdmitWaiters();
        }
    }

    /// <summary>The stream broke: what is owed goes to the front again, in its old order and under its old numbers.</summary>
    /// <param name="unread">Whether the server has certainly read nothing of the stream, so that nothing can come twice.</param>
    public void Rewind(bool unread)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            var replaysAudio = ReplaysAudio || (unread && _settings.Replay != ReplayPolicy.Unwritten);
            while (_window.Last is { } message)
            {
                if (message.Kind == OutboundKind.Audio && !replaysAudio)
                {
                    Forget(message);
                    continue;
                }

                _window.Remove(message);
                _list.AddFirst(message);
                if (message.Track is { } track)
                {
                    track.Enqueue(message.Length);
                    _queuedBytes += message.Length;
                }
            }

            var sentAgain = new List<long>();
            for (var message = _list.First; message is { Sent: true }; message = message.Next)
            {
                sentAgain.Add(message.Number);
            }

            _ledger.OnStreamBroken(sentAgain);
        }

        _work.Set();
    }

    private bool HasRoom(ParticipantTrack track, long bytes) =>
        _queuedBytes + _window.Bytes + bytes <= _settings.MaxBytes && track.QueuedBytes + track.WindowBytes + bytes <= _settings.MaxTrackBytes;

    /// <summary>Whether there is room, after the window has given way where it is told to.</summary>
    private bool FindRoom(ParticipantTrack track, long bytes, bool windowGivesWay)
    {
        while (!HasRoom(track, bytes))
        {
            var ofTrack = track.QueuedBytes + track.WindowBytes + bytes > _settings.MaxTrackBytes ? track : null;
            if (!windowGivesWay || _window.OldestAudio(ofTrack) is not { } oldest)
            {
                return false;
            }

            Forget(oldest);
        }

        return true;
    }

    private void Forget(OutboundMessage written)
    {
        _window.Remove(written);
        Recycle(written);
    }

    /// <summary>A sender waits, and only answers can make room for it: they get some time, and not for ever, because a server may owe none before it hears more.</summary>
    private void BePatient()
    {
        if (_window.Bytes > 0 && _list.First is null && _writing is null)
        {
            _patienceTimer.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void LosePatience()
    {
        lock (_gate)
        {
            if (!_closed && _waiters.Count > 0 && _list.First is null && _writing is null)
            {
                _windowGivesWay = true;
                AdmitWaiters();
            }
        }
    }

    /// <summary>The message leaves the queue, whatever became of it.</summary>
    private void Leave(OutboundMessage message)
    {
        if (message.Track is { } track)
        {
            track.QueuedBytes -= message.Length;
            _queuedBytes -= message.Length;
            if (track.Open == message)
            {
                track.Open = null;
            }
        }
    }

    private void Recycle(OutboundMessage message)
    {
        _pool.Return(message);
        if (_closed)
        {
            _pool.Drain();
        }
    }

    private void Drop(OutboundMessage message, LossReason reason)
    {
        _list.Remove(message);
        if (message.Sent)
        {
            // Its stream broke, and it waited to be sent again: the server may have it.
            _ledger.OnGivenUp(message.Number);
        }
        else
        {
            _ledger.OnDropped(message.Number);
            message.Track?.Lose(reason, message.Position, message.Length);
        }

        Leave(message);
        Recycle(message);
    }
}
