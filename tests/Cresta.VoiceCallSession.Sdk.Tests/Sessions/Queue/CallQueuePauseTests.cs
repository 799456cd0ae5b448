using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>A pause, and the chunk that was just being written when it began.</summary>
public sealed class CallQueuePauseTests : IDisposable
{
    private readonly DeliveryLedger _ledger;
    private readonly CallQueue _queue;

    public CallQueuePauseTests()
    {
        var options = new VoiceCallSessionClientOptions
        {
            TimeProvider = new FakeTimeProvider(),
            Reconnect = { Replay = ReplayPolicy.Unacknowledged }
        };
        _ledger = new DeliveryLedger(cumulative: true, new ServerCapabilities(), options.TimeProvider);
        _queue = new CallQueue(CallQueueSettings.From(options, new AudioShape(1, 8000)), _ledger);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chunk_in_the_middle_of_its_write_is_not_written_again_while_the_audio_is_paused(bool written)
    {
        var chunk = TakeChunk();
        _queue.ChangeGate(AudioGateChange.Pause, Refusal);
        GiveBack(chunk, written);
        _queue.Rewind(unread: false);
        Assert.False(_queue.HasWork);
        Assert.Equal(1, _ledger.Unacknowledged);

        _queue.ChangeGate(AudioGateChange.Resume, Refusal);
        Assert.False(_queue.HasWork);
        AssertClean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_pause_it_is(bool written)
    {
        var chunk = TakeChunk();
        GiveBack(chunk, written);
        _queue.Rewind(unread: false);
        Assert.Same(chunk, _queue.Take(out _));
        _queue.OnWritten(chunk);
        AssertClean();
    }

    [Fact]
    public void Its_answer_still_counts()
    {
        var chunk = TakeChunk();
        var id = chunk.Id;
        _queue.ChangeGate(AudioGateChange.Pause, Refusal);
        _queue.OnWritten(chunk);
        _queue.OnSettled(_ledger.OnAnswer(id, status: null));
        Assert.Equal(0, _ledger.Unacknowledged);
        Assert.Equal(1, _ledger.Acknowledged);
        AssertClean();
    }

    public void Dispose() => _queue.Dispose();

    private OutboundMessage TakeChunk()
    {
        Assert.Equal(AudioSendResult.Queued, _queue.TryOffer(new byte[8000], Participants.Agent("a")));
        var chunk = _queue.Take(out _)!;
        _ledger.OnSending(chunk);
        return chunk;
    }

    private void GiveBack(OutboundMessage chunk, bool written)
    {
        if (written)
        {
            _queue.OnWritten(chunk);
        }
        else
        {
            _queue.OnNotWritten(chunk);
        }
    }

    private void AssertClean()
    {
        _queue.Close(LossReason.CallFailed, Refusal);
        Assert.Equal(0, _queue.QueuedBytes);
        Assert.Equal(0, _queue.BufferBalance);
    }

    private static Exception Refusal() => new InvalidOperationException();
}
