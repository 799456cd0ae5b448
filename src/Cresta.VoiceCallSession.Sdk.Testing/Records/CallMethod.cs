namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>The streaming method that a stream was opened with.</summary>
public enum CallMethod
{
    /// <summary>Audio and call events.</summary>
    StreamCallSession = 0,

    /// <summary>Audio with pause and resume; call events go through <c>ProcessSessionEvent</c>.</summary>
    StreamCallSessionAudio = 1,
}
