namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Observes audio as it is offered, whatever becomes of it: when it came, and whether it looks like what was declared. Guarded by the queue's lock.</summary>
internal sealed class ArrivalMeter(CallQueueSettings settings)
{
    public void Add(ParticipantTrack track, ReadOnlySpan<byte> audio)
    {
        track.Arrive(settings.TimeProvider.GetTimestamp(), audio.Length);
        if (track.Guess is { } guess && guess.Inspect(audio))
        {
            track.Guess = null;
            track.SuspectedEncoding = guess.Suspected;
            if (guess.Suspected is { } suspected)
            {
                settings.Warnings?.SuspectEncoding(track.Participant, settings.Shape.Encoding, suspected);
            }
        }
    }
}
