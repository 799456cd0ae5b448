using Cresta.VoiceCallSession.Sdk.Resilience;
using Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Engine;

/// <summary>What one attempt to reconnect a call came to: a stream, or a decision about the lack of one.</summary>
internal sealed record ReconnectResult<TResponse>(
    StreamAttempt<TResponse>? Attempt, StreamEndDecision? Decision, VoiceCallSessionException? Failure) : IReconnectResult
    where TResponse : class
{
    public bool IsBroken => Attempt is null && Decision is { IsReconnect: true };

    public TimeSpan? Wait { get; init; }
}
