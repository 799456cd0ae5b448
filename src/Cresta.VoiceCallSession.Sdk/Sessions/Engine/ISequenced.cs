namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>A generated request message with its sequence id.</summary>
internal interface ISequenced
{
    string SequenceId { get; set; }

    /// <summary>The configuration, where the message carries one.</summary>
    V1.StreamingConfig? StreamingConfig { get; }
}
