namespace Cresta.VoiceCallSession.Sdk.Resilience;

/// <summary>What one attempt to reconnect came to.</summary>
internal interface IReconnectResult
{
    /// <summary>Whether there is no stream, and another attempt may give one.</summary>
    bool IsBroken { get; }

    /// <summary>How long to wait before the next attempt, if that is not for the back-off to say.</summary>
    TimeSpan? Wait { get; }
}
