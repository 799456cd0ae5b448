using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>A media thread that goes on while nothing is written.</summary>
public sealed class CallQueueBacklogTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public void TrySendAudio_allocates_nothing_while_hundreds_of_chunks_wait(int chunkMs)
    {
        var options = new VoiceCallSessionClientOptions();
        options.Audio.TargetChunkDuration = TimeSpan.FromMilliseconds(chunkMs);
        var ledger = new DeliveryLedger(cumulative: true, new ServerCapabilities(), options.TimeProvider);
        using var queue = new CallQueue(CallQueueSettings.From(options, new AudioShape(1, 8000)), ledger);
        var agent = Participants.Agent("a");
        var frame = new byte[160];

        // Warm: the code, and the participant.
        Offer(200);
        while (queue.Take(out _) is { } message)
        {
            queue.OnWritten(message);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Offer(1200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(queue.QueuedBytes >= 1200 * 160);

        void Offer(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                if (queue.TryOffer(frame, agent) != AudioSendResult.Queued)
                {
                    throw new InvalidOperationException("The queue refused a frame.");
                }
            }
        }
    }
}
