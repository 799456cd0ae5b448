using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Queue;

/// <summary>Hold and pause, and the record of them.</summary>
public sealed class AudioGatesTests
{
    [Fact]
    public void A_pause_comes_before_a_hold_and_the_hold_remains_after_it()
    {
        var gates = new AudioGates(new QueueParts().Settings);
        Assert.Null(gates.RejectionOf);
        gates.Apply(AudioGateChange.Hold);
        Assert.Equal(AudioSendResult.DroppedOnHold, gates.RejectionOf);
        gates.Apply(AudioGateChange.Pause);
        Assert.Equal(AudioSendResult.DroppedPaused, gates.RejectionOf);
        gates.Apply(AudioGateChange.Resume);
        Assert.Equal(AudioSendResult.DroppedOnHold, gates.RejectionOf);
        gates.Apply(AudioGateChange.Unhold);
        Assert.Null(gates.RejectionOf);
    }

    [Fact]
    public void An_option_lets_audio_pass_on_hold_and_never_in_a_pause()
    {
        var gates = new AudioGates(new QueueParts(o => o.SendAudioOnHold = true).Settings);
        gates.Apply(AudioGateChange.Hold);
        Assert.Null(gates.RejectionOf);
        gates.Apply(AudioGateChange.Pause);
        Assert.Equal(AudioSendResult.DroppedPaused, gates.RejectionOf);
    }

    [Fact]
    public void Intervals_are_recorded_with_their_times_and_a_repeated_change_adds_none()
    {
        var parts = new QueueParts();
        var gates = new AudioGates(parts.Settings);
        var start = parts.Time.GetUtcNow();
        Apply(AudioGateChange.Hold, AudioGateChange.Hold, AudioGateChange.Pause, AudioGateChange.Unhold, AudioGateChange.Unhold,
            AudioGateChange.None, AudioGateChange.Pause);
        var records = gates.ToArray();
        Assert.Equal([PauseKind.Hold, PauseKind.Pause], records.Select(record => record.Kind));
        Assert.Equal((start.AddSeconds(0), start.AddSeconds(3)), (records[0].From, records[0].To!.Value));
        Assert.Equal((start.AddSeconds(2), null), (records[1].From, records[1].To));

        void Apply(params AudioGateChange[] changes)
        {
            foreach (var change in changes)
            {
                gates.Apply(change);
                parts.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    [Theory]
    [InlineData(AudioGateChange.Unhold, "HoldAsync")]
    [InlineData(AudioGateChange.Resume, "PauseAsync")]
    internal void A_change_of_a_gate_that_is_open_is_refused_with_the_fix(AudioGateChange change, string fix)
    {
        var gates = new AudioGates(new QueueParts().Settings);
        var refusal = Assert.Throws<InvalidOperationException>(() => gates.ThrowIfUnchangeable(QueueState.Open, change, Ended));
        Assert.Contains(fix, refusal.Message, StringComparison.Ordinal);
        gates.ThrowIfUnchangeable(QueueState.Open, AudioGateChange.None, Ended);
        Assert.Empty(gates.ToArray());
    }

    [Fact]
    public void A_call_that_is_ending_refuses_every_change()
    {
        var gates = new AudioGates(new QueueParts().Settings);
        Assert.Throws<TimeoutException>(() => gates.ThrowIfUnchangeable(QueueState.Ending, AudioGateChange.None, Ended));
    }

    private static TimeoutException Ended() => new();
}
