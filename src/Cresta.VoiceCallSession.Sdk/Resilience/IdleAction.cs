namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What a call does when no audio has been sent for a while: on hold, paused, or because nobody gives any.</summary>
public enum IdleAction
{
    /// <summary>Nothing: the stream stays open and silent.</summary>
    None = 0,

    /// <summary>
    /// Sends a short piece of silence for each participant, as often as the idle time passes. Not while the audio is paused.
    /// </summary>
    SendSilence = 1,

    /// <summary>Half-closes the stream well, and opens another when there is something to send.</summary>
    CloseStream = 2,
}
