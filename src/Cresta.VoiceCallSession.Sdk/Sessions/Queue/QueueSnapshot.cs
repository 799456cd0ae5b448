using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>What a call's report tells of its queue.</summary>
/// <param name="Tracks">The participants in the order of their first frame.</param>
/// <param name="Events">The events; of many the first and the last.</param>
/// <param name="EventCount">How many events there were.</param>
/// <param name="Pauses">When audio was stopped.</param>
/// <param name="LongestWait">The longest that a message, ready to be written, waited for a stream to take it.</param>
internal sealed record QueueSnapshot(
    ParticipantAudio[] Tracks, EventRecord[] Events, int EventCount, PauseRecord[] Pauses, TimeSpan LongestWait);
