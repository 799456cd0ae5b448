namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Why a call's audio was stopped for a time.</summary>
public enum PauseKind
{
    /// <summary>The call was on hold.</summary>
    Hold = 0,

    /// <summary>The audio was paused.</summary>
    Pause = 1,
}
