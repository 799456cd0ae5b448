using Cresta.VoiceCallSession.Sdk;

namespace StreamWavFile;

/// <summary>Whether a call went as its user meant it to.</summary>
internal static class DeliveryFailure
{
    /// <summary>What was lost against the user's will, in words; null for nothing.</summary>
    public static string? Describe(CallReport report, bool holdWanted)
    {
        if (report.Outcome == CallOutcome.Aborted)
        {
            return "The call was cut off before its end.";
        }

        if (report.Outcome != CallOutcome.Completed)
        {
            return Errors.OnOneLine(report.Failure?.Message ?? "The call did not complete.");
        }

        if (report.NothingLost)
        {
            return null;
        }

        var losses = report.Participants.SelectMany(party => LossesOf(party, report, holdWanted))
            .Concat(report.Events.Where(e => IsCounted(report) && !e.Acknowledged).Select(e => $"{e.Type} unacknowledged"))
            .ToList();
        return losses.Count == 0 ? null : $"Not everything was delivered: {string.Join("; ", losses)}.";
    }

    private static IEnumerable<string> LossesOf(ParticipantReport party, CallReport report, bool holdWanted)
    {
        foreach (var loss in party.Losses.Where(loss => !(holdWanted && loss.Reason == LossReason.OnHold)))
        {
            yield return $"{party.Role} {loss.Bytes} bytes {loss.Reason}";
        }

        if (IsCounted(report) && party.UnacknowledgedBytes > 0)
        {
            yield return $"{party.Role} {party.UnacknowledgedBytes} bytes unacknowledged";
        }
    }

    // A server that never acknowledges anything proves nothing either way.
    private static bool IsCounted(CallReport report) => report.SequenceIds.Acknowledged > 0;
}
