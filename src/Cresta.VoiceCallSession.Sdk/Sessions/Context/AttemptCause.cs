namespace Cresta.VoiceCallSession.Sdk;

/// <summary>Why a stream was opened.</summary>
public enum AttemptCause
{
    /// <summary>To begin the call.</summary>
    Open = 0,

    /// <summary>The stream before it broke.</summary>
    Reconnect = 1,

    /// <summary>The stream before it had reached its age.</summary>
    StreamAge = 2,

    /// <summary>The server announced by GOAWAY that it would close the connection of the stream before it.</summary>
    GoAway = 3,

    /// <summary>The token that the stream before it was opened with was about to expire.</summary>
    TokenExpiry = 4,

    /// <summary>The stream before it was parked, and there was something to send.</summary>
    Resume = 5,
}
