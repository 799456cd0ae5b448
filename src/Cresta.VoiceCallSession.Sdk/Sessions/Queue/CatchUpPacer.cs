using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Holds what has piled up in an outage to a multiple of the speed at which it was spoken. Used by one send loop.</summary>
internal sealed class CatchUpPacer(AudioShape shape, double factor, TimeProvider timeProvider)
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(500);

    private long _startedAt;
    private long _sent;

    /// <summary>How long the next audio has to wait.</summary>
    /// <param name="participants">How many speak; each has its own second a second.</param>
    public TimeSpan Delay(int participants)
    {
        if (_startedAt == 0)
        {
            _startedAt = timeProvider.GetTimestamp();
        }

        var due = TimeSpan.FromSeconds(
            shape.SecondsIn(_sent) / Math.Max(1, participants) / factor) - Burst - timeProvider.GetElapsedTime(_startedAt);
        return due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.Zero;
    }

    public void OnSent(long bytes) => _sent += bytes;
}
