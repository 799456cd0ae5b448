using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Decides about audio that is offered while the buffer may be full. Guarded by the queue's lock.</summary>
internal sealed class AdmissionPolicy(
    CallQueueSettings settings, QueueBudget budget, WaitingMessages waiting, ReplayBuffer replay, BlockedSenders blocked)
{
    /// <param name="track">Whose audio it is.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="mayBlock">Whether the sender can wait for room.</param>
    public AudioSendResult Admit(ParticipantAudio track, int bytes, bool mayBlock)
    {
        if (settings.FullPolicy == AudioBufferFullPolicy.Wait)
        {
            // Audio that could never have room as a whole is queued piece by piece for a sender that can wait.
            return bytes > settings.MaxFrameBytes && !mayBlock ? AudioSendResult.DroppedBufferFull
                : !blocked.Contains(track) && HasRoom(track, bytes, mayEvict: replay.IsEvictedForSenders || !mayBlock)
                    ? AudioSendResult.Queued
                : AudioSendResult.RefusedNoRoom;
        }

        return TryMakeRoom(track, bytes) ? AudioSendResult.Queued : AudioSendResult.DroppedBufferFull;
    }

    /// <summary>Whether the replay buffer is evicted for a sender that could wait for answers.</summary>
    public bool EvictsForSenders => replay.IsEvictedForSenders;

    /// <summary>Counts audio that has been admitted.</summary>
    public void Enqueue(ParticipantAudio track, long bytes) => budget.Enqueue(track, bytes);

    /// <summary>Whether there is room, after the replay buffer was evicted if that is allowed and helps.</summary>
    public bool HasRoom(ParticipantAudio track, long bytes, bool mayEvict) =>
        budget.HasRoom(track, bytes) || (mayEvict && replay.TryMakeRoom(track, bytes));

    /// <summary>
    /// Makes room as the dropping policies do: from the replay buffer, then, if the oldest audio is to be dropped, from what waits.
    /// </summary>
    public bool TryMakeRoom(ParticipantAudio track, long bytes)
    {
        if (bytes > settings.MaxFrameBytes)
        {
            return false;
        }

        while (!replay.TryMakeRoom(track, bytes))
        {
            var ofTrack = budget.IsTrackFullWithoutReplay(track, bytes) ? track : null;
            if (settings.FullPolicy != AudioBufferFullPolicy.DropOldest || waiting.OldestAudio(ofTrack) is not { } oldest)
            {
                return false;
            }

            waiting.Drop(oldest, LossReason.BufferFull);
        }

        return true;
    }
}
