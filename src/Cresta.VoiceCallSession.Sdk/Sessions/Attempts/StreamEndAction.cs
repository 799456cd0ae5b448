namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What follows the end of a stream.</summary>
internal enum StreamEndAction
{
    /// <summary>The call is over.</summary>
    EndCall,

    /// <summary>Another stream, which carries again what was not acknowledged.</summary>
    Reconnect,

    /// <summary>As <see cref="Reconnect"/>, with another token.</summary>
    ReconnectWithNewToken,

    /// <summary>Another stream that continues where this one stopped.</summary>
    Continue,

    /// <summary>Another stream as soon as there is something to send.</summary>
    CloseUntilNeeded,
}
