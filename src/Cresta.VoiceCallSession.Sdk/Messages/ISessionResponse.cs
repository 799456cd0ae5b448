namespace Cresta.VoiceCallSession.Sdk.Messages;

/// <summary>What the engine reads of an answer, whichever method it belongs to.</summary>
internal interface ISessionResponse
{
    /// <summary>Null where the answer has none, which stands for OK.</summary>
    Google.Rpc.Status? SessionStatus { get; }

    string SequenceId { get; }

    string ConversationName { get; }
}
