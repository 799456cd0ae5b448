using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// Which messages the server answers: whether it answers every one is not known beforehand, so it is observed. An answer counts as missing
/// only on evidence: of audio, three answered messages and none that was passed over; of events, two of the same type in calls of the
/// client, because a server may answer one type and not another. Guarded by the ledger's lock.
/// </summary>
internal sealed class AcknowledgementPattern(ServerCapabilities server)
{
    private const int EnoughAudio = 3;
    private const int EnoughEventsOfType = 2;

    private readonly int[] _answered = new int[Enum.GetValues<OutboundKind>().Length];
    private readonly bool[] _passedOver = new bool[Enum.GetValues<OutboundKind>().Length];
    private long _lastAnswered;

    public void OnAnswered(in LedgerEntry entry)
    {
        _answered[(int)entry.Kind]++;
        _lastAnswered = Math.Max(_lastAnswered, entry.Number);
        if (entry.Event is { } record)
        {
            server.OnEventAnswered(record.Type);
        }
    }

    /// <summary>Whether a message of this kind has been answered.</summary>
    public bool HasAnswered(OutboundKind kind) => _answered[(int)kind] > 0;

    /// <summary>A later message was answered first.</summary>
    public void OnPassedOver(in LedgerEntry entry) => _passedOver[(int)entry.Kind] |= !entry.Settled;

    /// <summary>The messages after the last answer that should have one too.</summary>
    public int CountMissing(OpenEntries open)
    {
        for (var i = 0; i < open.Count; i++)
        {
            if (open[i].Number < _lastAnswered)
            {
                OnPassedOver(open[i]);
            }
        }

        var count = 0;
        for (var i = 0; i < open.Count; i++)
        {
            ref var entry = ref open[i];
            count += !entry.Settled && entry.Number > _lastAnswered && IsExpected(entry) ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The messages after the last answer that are the first of their kind, audio or events, where all of the other kind were answered:
    /// whether the server answers them is not known yet, nor, if their stream has ended, whether it has read them.
    /// </summary>
    public int CountUncertain(OpenEntries open)
    {
        var count = 0;
        for (var i = 0; i < open.Count; i++)
        {
            ref var entry = ref open[i];
            count += !entry.Settled && entry.Number > _lastAnswered && IsUncertain(entry.Kind) ? 1 : 0;
        }

        return count;
    }

    private bool IsExpected(in LedgerEntry entry) => !_passedOver[(int)entry.Kind] && (entry.Event is { } record
        ? server.AnsweredEvents(record.Type) >= EnoughEventsOfType
        : entry.Kind == OutboundKind.Audio && _answered[(int)OutboundKind.Audio] >= EnoughAudio);

    private bool AnswersAll(OutboundKind kind) => _answered[(int)kind] > 0 && !_passedOver[(int)kind];

    private bool IsUncertain(OutboundKind kind) => _answered[(int)kind] == 0 && !_passedOver[(int)kind] && kind switch
    {
        OutboundKind.Audio => AnswersAll(OutboundKind.Event),
        OutboundKind.Event => AnswersAll(OutboundKind.Audio),
        _ => false,
    };
}
