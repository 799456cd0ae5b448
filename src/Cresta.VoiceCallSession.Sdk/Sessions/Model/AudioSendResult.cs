namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What became of a frame that was given to <c>TrySendAudio</c>. Only <see cref="Queued"/> means that it will be sent.</summary>
public enum AudioSendResult
{
    /// <summary>Copied and queued. Under <see cref="AudioBufferFullPolicy.DropOldest"/> older audio may have been dropped for it.</summary>
    Queued = 0,

    /// <summary>
    /// Dropped, because the buffer is full and the policy is <see cref="AudioBufferFullPolicy.DropNewest"/>, or the frame alone exceeds the
    /// buffer.
    /// </summary>
    DroppedBufferFull = 1,

    /// <summary>Dropped, because the call is on hold.</summary>
    DroppedOnHold = 2,

    /// <summary>Dropped, because the audio is paused.</summary>
    DroppedPaused = 3,

    /// <summary>
    /// Not taken, because the buffer is full and the policy is <see cref="AudioBufferFullPolicy.Wait"/>. Offer it again later.
    /// </summary>
    RefusedNoRoom = 4,

    /// <summary>Not taken, because the call is ending, has ended or has failed.</summary>
    RefusedCallEnded = 5,

    /// <summary>Not taken, because the participant is null, has no role or has a malformed id.</summary>
    RefusedInvalidParticipant = 6,
}
