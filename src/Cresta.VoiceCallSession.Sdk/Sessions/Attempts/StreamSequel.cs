namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>What follows a stream.</summary>
internal enum StreamSequel
{
    /// <summary>Nothing: the call is over.</summary>
    CallOver,

    /// <summary>Another stream, with what was owed sent again.</summary>
    Reconnect,

    /// <summary>Another stream that goes on where this one stopped.</summary>
    GoOn,

    /// <summary>Another stream as soon as there is something to send.</summary>
    Park,
}
