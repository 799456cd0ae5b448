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

        return waiting.Where((_, kind) => _answers[kind] && !_skips[kind]).Sum();
    }
}
