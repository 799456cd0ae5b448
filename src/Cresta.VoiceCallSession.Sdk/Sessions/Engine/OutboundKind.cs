namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>What an envelope carries, as far as the engine treats it differently.</summary>
internal enum OutboundKind
{
    Configuration,
    Audio,
    Event,
}
