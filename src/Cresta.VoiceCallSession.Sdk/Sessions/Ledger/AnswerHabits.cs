using Cresta.VoiceCallSession.Sdk.Sessions.Queue;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>
/// What the server has been answering so far, by kind of message: whether it answers every one is not known beforehand, so it is learnt. Guarded by the
/// ledger's lock.
/// </summary>
internal sealed class AnswerHabits
{
    private readonly bool[] _answers = new bool[Enum.GetValues<OutboundKind>().Length];
    private readonly bool[] _skips = new bool[Enum.GetValues<OutboundKind>().Length];
    private long _lastAnswered;

    public void OnAnswered(in LedgerEntry entry)
    {
        _answers[(int)entry.Kind] = true;
        _lastAnswered = Math.Max(_lastAnswered, entry.Number);
    }

    /// <summary>Whether messages of this kind have been answered.</summary>
    public bool Answers(OutboundKind kind) => _answers[(int)kind];

    /// <summary>A later message was answered first.</summary>
    public void OnSkipped(in LedgerEntry entry) => _skips[(int)entry.Kind] |= !entry.Settled;

    /// <summary>The messages after the last answer that should have had one too, if every message of their kind had one before.</summary>
    public int CountMissing(OpenEntries open)
    {
        var waiting = new int[_answers.Length];
        for (var i = 0; i < open.Count; i++)
        {
            ref var entry = ref open[i];
            if (entry.Settled)
            {
                continue;
            }

            if (entry.Number < _lastAnswered)
            {
                OnSkipped(entry);
            }
            else
            {
                waiting[(int)entry.Kind]++;
            }
        }

        return waiting.Where((_, kind) => AnswersAll(kind)).Sum();
    }

    /// <summary>
    /// The messages after the last answer that are the first of their kind, audio or events, where all of the other kind were answered: whether the server answers them is not known yet,
    /// nor, if their stream has ended, whether it has read them.
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

    private bool AnswersAll(int kind) => _answers[kind] && !_skips[kind];

    private bool IsUncertain(OutboundKind kind) => !_answers[(int)kind] && !_skips[(int)kind] && kind switch
    {
        OutboundKind.Audio => AnswersAll((int)OutboundKind.Event),
        OutboundKind.Event => AnswersAll((int)OutboundKind.Audio),
        _ => false,
    };
}
