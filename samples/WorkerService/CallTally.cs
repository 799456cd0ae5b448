using Cresta.VoiceCallSession.Sdk;

namespace WorkerService;

/// <summary>What became of all calls, by their reports. Thread-safe.</summary>
internal sealed class CallTally
{
    private int _begun;
    private int _ended;
    private int _lost;
    private long _acknowledgedBytes;

    public int Calls => _begun;

    public bool NothingLost => _lost == 0 && _begun == _ended;

    public long AcknowledgedBytes => _acknowledgedBytes;

    /// <summary>Counts a call that has begun.</summary>
    /// <returns>How many are live now.</returns>
    public int Begin() => Interlocked.Increment(ref _begun) - Volatile.Read(ref _ended);

    public void End(CallReport report)
    {
        Interlocked.Increment(ref _ended);
        Interlocked.Add(ref _acknowledgedBytes, report.Participants.Sum(participant => participant.AcknowledgedBytes));
        if (!IsWhole(report))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Counts a call that never began.</summary>
    public void Lose() => Interlocked.Increment(ref _lost);

    public override string ToString() =>
        $"Calls: {_begun} begun, {_ended} ended, {_lost} lost; {_acknowledgedBytes} bytes of audio acknowledged.";

    // Stricter than the report's NothingLost in all but this: that audio is not sent on hold, nor after the shutdown has ended the call,
    // is as it should be.
    private static bool IsWhole(CallReport report) =>
        report.Outcome == CallOutcome.Completed
        && report.Events.All(e => e.Acknowledged)
        && report.Participants.All(
            p => p.UnacknowledgedBytes == 0 && p.Losses.All(loss => loss.Reason is LossReason.OnHold or LossReason.CallEnded));
}
