namespace Cresta.VoiceCallSession.Sdk.Sessions.Model;

/// <summary>What an envelope carries, as far as the engine treats it differently.</summary>
internal enum OutboundKind
{
    Configuration,
    Audio,
    Event,
}
