using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Hold and pause: whether a call's audio may pass, and the record of when it might not. Guarded by the queue's lock.</summary>
internal sealed class AudioGates(CallQueueSettings settings)
{
    private readonly List<PauseRecord> _pauses = [];
    private bool _onHold;

    public bool IsPaused { get; private set; }

    /// <summary>Why audio is dropped now, or null if it passes.</summary>
    public AudioSendResult? RejectionOf =>
        IsPaused ? AudioSendResult.DroppedPaused
        : _onHold && !settings.SendAudioOnHold ? AudioSendResult.DroppedOnHold
        : null;

    /// <summary>A copy of the record, in the order in which the pauses began.</summary>
    public PauseRecord[] ToArray() => [.. _pauses];

    public void Apply(AudioGateChange change)
    {
        switch (change)
        {
            case AudioGateChange.Hold or AudioGateChange.Unhold:
                Record(PauseKind.Hold, _onHold, change == AudioGateChange.Hold);
                _onHold = change == AudioGateChange.Hold;
                break;
            case AudioGateChange.Pause or AudioGateChange.Resume:
                Record(PauseKind.Pause, IsPaused, change == AudioGateChange.Pause);
                IsPaused = change == AudioGateChange.Pause;
                break;
            default:
                break;
        }
    }

    /// <summary>Throws if the call is ending, or the gate is already in the state that the change would give it.</summary>
    /// <exception cref="InvalidOperationException">The change would have no effect.</exception>
    public void ThrowIfUnchangeable(QueueState state, AudioGateChange change, Func<Exception> refusal)
    {
        if (state != QueueState.Open)
        {
            throw refusal();
        }

        var problem = change switch
        {
            AudioGateChange.Hold when _onHold => "The call is on hold already; release it by UnholdAsync first.",
            AudioGateChange.Unhold when !_onHold => "The call is not on hold; put it on hold by HoldAsync first.",
            AudioGateChange.Pause when IsPaused => "The audio is paused already; resume it by ResumeAsync first.",
            AudioGateChange.Resume when !IsPaused => "The audio is not paused; pause it by PauseAsync first.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private void Record(PauseKind kind, bool was, bool becomes)
    {
        if (was == becomes)
        {
            return;
        }

        var now = settings.TimeProvider.GetUtcNow();
        if (becomes)
        {
            _pauses.Add(new PauseRecord(kind, now));
        }
        else
        {
            _pauses.FindLast(pause => pause.Kind == kind)!.To = now;
        }
    }
}
