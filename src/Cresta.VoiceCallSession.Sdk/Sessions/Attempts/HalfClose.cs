namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Why this side half-closed a stream.</summary>
internal enum HalfClose
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>Everything was written, and nothing more will come.</summary>
    Finished,

    /// <summary>Another stream takes over.</summary>
    Rotated,

    /// <summary>There was nothing to send for long.</summary>
    Parked,
}
