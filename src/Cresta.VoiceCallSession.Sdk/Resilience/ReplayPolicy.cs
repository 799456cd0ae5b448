namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What of a call's audio is sent again when a stream broke. Events that were not acknowledged are sent again in any case. Whether the
/// service drops a repeated sequence id is unknown, so delivery is at least once.
/// </summary>
public enum ReplayPolicy
{
    /// <summary>
    /// Learnt from the server: where it has been acknowledging audio, in this call or another of the same client, all audio that it has not
    /// acknowledged; where it never has, only audio that was not yet written.
    /// </summary>
    Adaptive = 0,

    /// <summary>
    /// All audio that was not acknowledged, as far as the buffer still holds it: nothing missing, perhaps some of it twice.
    /// </summary>
    Unacknowledged = 1,

    /// <summary>Only audio that was not yet written: nothing twice, perhaps some of it missing.</summary>
    Unwritten = 2,
}
