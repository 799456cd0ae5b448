using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// What a call may hold in memory, and what it holds. Invariant: audio that waits, is being written or is kept for a replay stays within
/// the call's bound, and each participant's within its own. Guarded by the queue's lock.
/// </summary>
internal sealed class QueueBudget(CallQueueSettings settings)
{
    /// <summary>Audio that waits to be written, or is being written.</summary>
    public long QueuedBytes { get; private set; }

    /// <summary>Audio that is kept for a replay.</summary>
    public long ReplayBytes { get; private set; }

    /// <summary>Messages with audio, wherever they are.</summary>
    public int AudioMessages { get; private set; }

    /// <summary>Those of them that are kept for a replay.</summary>
    public int ReplayMessages { get; private set; }

    /// <summary>Events that wait, are being written or are kept for a replay.</summary>
    public long EventBytes { get; private set; }

    /// <summary>Whether there is room for more audio of the participant.</summary>
    public bool HasRoom(ParticipantAudio track, long bytes) =>
        QueuedBytes + ReplayBytes + bytes <= settings.MaxBytes && AudioMessages < settings.MaxAudioMessages && !IsTrackFull(track, bytes);

    /// <summary>Whether there would be room if nothing were kept for a replay.</summary>
    public bool HasRoomWithoutReplay(ParticipantAudio track, long bytes) =>
        QueuedBytes + bytes <= settings.MaxBytes && AudioMessages - ReplayMessages < settings.MaxAudioMessages
            && track.QueuedBytes + bytes <= settings.MaxTrackBytes;

    /// <summary>Whether it is the participant's own bound that leaves no room.</summary>
    public bool IsTrackFull(ParticipantAudio track, long bytes) => track.QueuedBytes + track.WindowBytes + bytes > settings.MaxTrackBytes;

    /// <summary>Whether it is the participant's own bound that leaves no room even without a replay.</summary>
    public bool IsTrackFullWithoutReplay(ParticipantAudio track, long bytes) => track.QueuedBytes + bytes > settings.MaxTrackBytes;

    public bool HasRoomForEvent(long bytes) => EventBytes + bytes <= settings.MaxEventBytes;

    public void Enqueue(ParticipantAudio track, long bytes)
    {
        track.Enqueue(bytes);
        QueuedBytes += bytes;
    }

    public void Dequeue(ParticipantAudio track, long bytes)
    {
        track.QueuedBytes -= bytes;
        QueuedBytes -= bytes;
    }

    public void Keep(ParticipantAudio track, long bytes)
    {
        track.WindowBytes += bytes;
        ReplayBytes += bytes;
        ReplayMessages++;
    }

    public void Evict(ParticipantAudio track, long bytes)
    {
        track.WindowBytes -= bytes;
        ReplayBytes -= bytes;
        ReplayMessages--;
    }

    public void AddMessage() => AudioMessages++;

    public void RemoveMessage() => AudioMessages--;

    public void AddEvent(long bytes) => EventBytes += bytes;
}
