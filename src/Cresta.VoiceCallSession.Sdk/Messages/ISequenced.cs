using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>A generated request message with its sequence id.</summary>
internal interface ISequenced
{
    string SequenceId { get; set; }

    /// <summary>The call's configuration, in its first message.</summary>
    StreamingConfig? StreamingConfig { get; }
}
