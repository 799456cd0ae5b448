namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>What an event does to the call's audio from here on.</summary>
internal enum AudioGateChange
{
    None,
    Hold,
    Unhold,
    Pause,
    Resume,
}
