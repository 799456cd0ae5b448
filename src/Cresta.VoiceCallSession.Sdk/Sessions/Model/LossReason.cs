namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Why audio that was offered did not count as delivered.</summary>
public enum LossReason
{
    /// <summary>Dropped: the buffer was full and its policy gave something up.</summary>
    BufferFull = 0,

    /// <summary>Dropped: the call was on hold.</summary>
    OnHold = 1,

    /// <summary>Dropped: the audio was paused.</summary>
    Paused = 2,

    /// <summary>Dropped: the bytes of a sample whose rest never came.</summary>
    IncompleteSample = 3,

    /// <summary>Dropped: still waiting to be written when the call failed or ran out of time to end.</summary>
    CallFailed = 4,

    /// <summary>Dropped: still waiting to be written when the session was disposed.</summary>
    CallAborted = 5,

    /// <summary>Refused: the buffer was full, and the caller was told so or gave up waiting.</summary>
    NoRoom = 6,

    /// <summary>Refused: offered when the call was already ending.</summary>
    CallEnded = 7,

    /// <summary>Refused: the server answered the message with a failing status.</summary>
    RejectedByServer = 8,

    /// <summary>
    /// Not known: written on a stream that broke before it was acknowledged, and not sent again. Only of gaps: such audio counts as
    /// unacknowledged, neither as dropped nor as refused.
    /// </summary>
    Unconfirmed = 9,
}
