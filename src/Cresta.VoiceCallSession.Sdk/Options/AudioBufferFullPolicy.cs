namespace Cresta.VoiceCallSession.Sdk;

/// <summary>What happens to audio when a call's buffer is full. Events are never touched by it.</summary>
public enum AudioBufferFullPolicy
{
    /// <summary>
    /// <c>SendAudioAsync</c> waits for room; <c>TrySendAudio</c> takes nothing and says so (refused). Nothing is lost without the caller
    /// knowing.
    /// </summary>
    Wait = 0,

    /// <summary>The oldest audio that is still waiting is dropped, and counted, to make room for the new.</summary>
    DropOldest = 1,

    /// <summary>The new audio is dropped and counted.</summary>
    DropNewest = 2,
}
