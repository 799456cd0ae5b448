namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>When a step of a plan happens.</summary>
internal enum StreamTrigger
{
    /// <summary>When a number of messages have been received, recorded and answered.</summary>
    Messages,

    /// <summary>A time after the start.</summary>
    Time,

    /// <summary>When the client half-closes.</summary>
    HalfClose,
}
