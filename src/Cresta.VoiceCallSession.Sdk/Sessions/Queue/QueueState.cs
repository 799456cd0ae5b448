namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>How far a call's queue has come to its end. Each state follows the one before it.</summary>
internal enum QueueState
{
    /// <summary>Audio and events are taken from callers.</summary>
    Open,

    /// <summary>Nothing new is taken. What blocked senders had offered before is still queued.</summary>
    Ending,

    /// <summary>Everything that will be written is queued.</summary>
    Complete,

    /// <summary>The call is over; nothing is queued.</summary>
    Closed,
}
