namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>What is only looked at: how audio comes, and how late it goes.</summary>
internal sealed partial class SendQueue
{
    private TimeSpan _longestWait;

    /// <summary>The longest that a message, ready to be written, waited for a stream to take it.</summary>
    public TimeSpan LongestWait
    {
        get
        {
            lock (_gate)
            {
                return _longestWait;
            }
        }
    }

    /// <summary>Compares audio with the declared encoding until its format is known.</summary>
    private void InspectFormat(ParticipantTrack track, ReadOnlySpan<byte> audio)
    {
        if (track.Detector is { } detector && detector.Inspect(audio))
        {
            track.Detector = null;
            track.SuspectedEncoding = detector.Suspected;
            if (detector.Suspected is { } suspected)
            {
                _settings.Warnings?.SuspectEncoding(track.Participant, _settings.Shape.Encoding, suspected);
            }
        }
    }

    /// <summary>Everything up to this number may be written from now on.</summary>
    private void NoteReady(long number)
    {
        var now = _settings.TimeProvider.GetTimestamp();
        for (var message = _list.Last; message is not null && message.Number > _readyNumber; message = message.Previous)
        {
            if (message.Number <= number)
            {
                message.ReadyAt = now;
            }
        }
    }

    private void NoteTaken(OutboundMessage message)
    {
        var waited = _settings.TimeProvider.GetElapsedTime(message.ReadyAt);
        if (!message.Sent && waited > _longestWait)
        {
            _longestWait = waited;
        }
    }
}
