using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>A call as its server saw it, over all of its streams.</summary>
internal static class ServerSide
{
    /// <summary>
    /// The participant's audio over all streams of a call, in the order of the streams. Needs one chunk a message and audio that is kept.
    /// </summary>
    public static byte[] AudioOf(this FakeVoiceCallSessionServer server, string callId, Participant participant) =>
        [.. server.CallsOf(callId).Select(call => call.AudioOf(participant)).Where(audio => audio is not null).SelectMany(
            audio => audio!.Content!.Value.ToArray())];

    public static IEnumerable<SessionEvent.Types.EventType> EventsOf(this FakeVoiceCallSessionServer server, string callId) =>
        server.CallsOf(callId).SelectMany(call => call.Events).Where(e => e.SessionEvent is not null)
            .Select(e => e.SessionEvent!.EventType);
}
