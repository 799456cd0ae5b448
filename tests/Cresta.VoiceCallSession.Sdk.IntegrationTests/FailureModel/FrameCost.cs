namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.FailureModel;

/// <summary>What frames cost the thread that offers them.</summary>
internal static class FrameCost
{
    /// <summary>
    /// Offers frames no faster than they are written, and counts the bytes that this thread allocates for them and the frames that are not
    /// taken.
    /// </summary>
    public static (long AllocatedBytes, int Refused) Of(CallSession session, byte[] frame, int frames)
    {
        var refused = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < frames; i++)
        {
            while (session.QueuedAudioBytes > 8_000)
            {
                Thread.Yield();
            }

            refused += session.TrySendAudio(frame, CallRig.Agent) == AudioSendResult.Queued ? 0 : 1;
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before, refused);
    }
}
