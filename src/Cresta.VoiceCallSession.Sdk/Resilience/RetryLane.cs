namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>Who waits at the retry gate, the most urgent first.</summary>
internal enum RetryLane
{
    /// <summary>A live call that needs another stream.</summary>
    LiveCall,

    /// <summary>A call that is being opened.</summary>
    Opening,

    /// <summary>A single request.</summary>
    Request,
}
