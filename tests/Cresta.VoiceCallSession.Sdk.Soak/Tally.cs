namespace Cresta.VoiceCallSession.Sdk.Soak;

/// <summary>What became of the calls. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly List<string> _faults = [];

    public int Begun { get; private set; }

    public int Ended { get; private set; }

    public int Live => Begun - Ended;

    public int Reconnects { get; private set; }

    public long Replayed { get; private set; }

    public long Bytes { get; private set; }

    public double BacklogPeakMs { get; private set; }

    public int BufferBalance { get; private set; }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            Begun++;
        }
    }

    public void End(string callId, CallReport report, long expectedBytes, int bufferBalance)
    {
        lock (_gate)
        {
            Ended++;
            Reconnects += report.Attempts.Count(attempt => attempt.Cause == AttemptCause.Reconnect);
            Replayed += report.SequenceIds.Replayed;
            Bytes += report.Participants.Sum(party => party.AcknowledgedBytes);
            BacklogPeakMs = Math.Max(BacklogPeakMs, report.BacklogPeakMs);
            BufferBalance += bufferBalance;
            if (!report.NothingLost || report.Participants.Count != 2 || report.Participants.Any(
                party => party.OfferedBytes != expectedBytes || party.AcknowledgedBytes != expectedBytes))
            {
                _faults.Add($"{callId}: of {expectedBytes} bytes of each party: {report.ToJson()}");
            }
        }
    }

    public void Fault(string fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }
}
