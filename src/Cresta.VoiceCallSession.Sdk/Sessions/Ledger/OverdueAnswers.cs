using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Ledger;

/// <summary>Whether the answer of a server that has been acknowledging is overdue. Guarded by the ledger's lock.</summary>
internal sealed class OverdueAnswers(TimeProvider timeProvider)
{
    private long _lastAnswerAt;
    private long _lastAnsweredOrdinal;
    private long _stride = 1;
    private long _overdue;
    private long _notExpectedThrough;

    /// <summary>The server has answered something.</summary>
    public void OnAnswer(long now) => _lastAnswerAt = now;

    /// <summary>The server has answered this message.</summary>
    public void OnAnswered(in LedgerEntry entry)
    {
        _stride = Math.Max(_stride, entry.Ordinal - _lastAnsweredOrdinal);
        _lastAnsweredOrdinal = Math.Max(_lastAnsweredOrdinal, entry.Ordinal);
    }

    /// <summary>
    /// Whether the stream is to be given up. Counted in messages first: a server that answers every hundredth is not overdue at the
    /// ninetieth. True once for each message: if a second stream leaves the same one unanswered, the server does not answer it, and what
    /// was written until then is not waited for any more.
    /// </summary>
    public bool Take(OpenEntries open, AcknowledgementPattern pattern, long sent, long lastSent, TimeSpan timeout)
    {
        for (var i = 0; i < open.Count; i++)
        {
            ref var oldest = ref open[i];
            if (oldest.Settled || oldest.Kind == OutboundKind.Configuration || oldest.Number <= _notExpectedThrough)
            {
                continue;
            }

            var isOverdue = pattern.HasAnswered(oldest.Kind) && (sent - oldest.Ordinal >= 2 * (_stride - 1))
                && timeProvider.GetElapsedTime(Math.Max(oldest.SentAt, _lastAnswerAt)) > timeout;
            if (isOverdue && oldest.Number == _overdue)
            {
                _notExpectedThrough = lastSent;
                return false;
            }

            _overdue = isOverdue ? oldest.Number : _overdue;
            return isOverdue;
        }

        return false;
    }
}
