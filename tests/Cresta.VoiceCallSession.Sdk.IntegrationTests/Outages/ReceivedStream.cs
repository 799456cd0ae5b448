using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Outages;

/// <summary>One stream of a call as a server received it.</summary>
/// <param name="RequestId">The id that the client gave it.</param>
/// <param name="Audio">Audio messages in the order of their arrival.</param>
/// <param name="EventIds">Sequence ids of the events.</param>
internal sealed record ReceivedStream(string RequestId, IReadOnlyList<ReceivedAudio> Audio, IReadOnlyList<string> EventIds)
{
    public static ReceivedStream Of(RecordedCall stream) => new(
        stream.Headers["x-request-id"],
        [.. AudioOf(stream, CallRig.Agent), .. AudioOf(stream, CallRig.Visitor)],
        [.. stream.Events.Select(e => e.SequenceId)]);

    public static ReceivedStream Of(RawHttp2Stream stream) => new(
        stream.Headers["x-request-id"],
        [.. stream.Messages.Where(m => m.Audio is not null).Select(
            m => new ReceivedAudio(m.SequenceId, m.Audio!.Participant, m.Audio.AudioContent_.ToByteArray()))],
        [.. stream.Messages.Where(m => m.SessionEvent is not null).Select(m => m.SequenceId)]);

    private static IEnumerable<ReceivedAudio> AudioOf(RecordedCall stream, Participant participant)
    {
        if (stream.AudioOf(participant) is not { } audio)
        {
            yield break;
        }

        var content = audio.Content!.Value;
        for (var i = 0; i < audio.ChunksInOrder.Count; i++)
        {
            yield return new ReceivedAudio(audio.SequenceIdsInOrder[i], participant, content[..audio.ChunksInOrder[i]].ToArray());
            content = content[audio.ChunksInOrder[i]..];
        }
    }
}
