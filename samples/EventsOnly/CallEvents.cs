using System.Runtime.CompilerServices;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace EventsOnly;

/// <summary>Sends a call's events as they happen. This is the part to copy: call it from the CTI events of your platform.</summary>
internal sealed class CallEvents(string profile, string callId, AudioStreamingMode audioStreamingMode, TimeProvider timeProvider)
{
    /// <summary>Sends the events of a call that is answered, put on hold, retrieved and ended.</summary>
    /// <returns>The events that the service has accepted, in order.</returns>
    /// <exception cref="VoiceCallSessionException">The service did not accept an event, after all retries.</exception>
    public async IAsyncEnumerable<SessionEvent> SendAsync(
        VoiceCallSessionClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Participant[] participants = [Participants.Agent("agent-1"), Participants.Visitor("visitor-1")];
        yield return await SendAsync(client, SessionEventBuilder.CallStarted(callId).WithParticipants(participants), cancellationToken);
        yield return await SendAsync(client, SessionEventBuilder.Hold(callId), cancellationToken);
        yield return await SendAsync(client, SessionEventBuilder.Unhold(callId), cancellationToken);
        yield return await SendAsync(client, SessionEventBuilder.CallEnded(callId), cancellationToken);
    }

    // Each event is a request of its own. Only waiting for the response keeps them in order. After a retry the service may have an event
    // twice, with the same time.
    private async Task<SessionEvent> SendAsync(
        VoiceCallSessionClient client, SessionEventBuilder builder, CancellationToken cancellationToken)
    {
        var sessionEvent = builder.WithPlatformTime(timeProvider.GetUtcNow()).Build();
        await client.ProcessSessionEventAsync(profile, sessionEvent, audioStreamingMode, cancellationToken);
        return sessionEvent;
    }
}
