using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>
/// Observes audio as it is offered, whatever becomes of it: when it came, and whether its format is the declared one. Guarded by the
/// queue's lock.
/// </summary>
internal sealed class ArrivalMeter(CallQueueSettings settings)
{
    public void OnArrived(ParticipantAudio track, int bytes) => track.Arrive(settings.TimeProvider.GetTimestamp(), bytes);

    /// <summary>
    /// Compares audio with the declared encoding until its format is known. Not for a frame that is handed back: examined twice, it would
    /// move the boundaries of samples.
    /// </summary>
    public void Inspect(ParticipantAudio track, ReadOnlySpan<byte> audio)
    {
        if (track.Detector is not { } detector || !detector.Inspect(audio))
        {
            return;
        }

        track.Detector = null;
        track.SuspectedEncoding = detector.Suspected;
        if (detector.Suspected is { } suspected)
        {
            settings.OnSuspectedEncoding?.Invoke(track.Participant, settings.Shape.Encoding, suspected);
        }
    }
}
