using Cresta.VoiceCallSession.Sdk;

namespace StreamWavFile.Report;

/// <summary>Decides whether a call was delivered as the user requested.</summary>
internal static class DeliveryFailure
{
    /// <summary>The losses that the user did not request, as a message; null if there are none.</summary>
    public static string? Describe(CallReport report, bool holdWanted)
    {
        if (report.Outcome == CallOutcome.Aborted)
        {
            return "The call was cut off before its end.";
        }

        if (report.Outcome != CallOutcome.Completed)
        {
            return UserMessage.OnOneLine(report.Failure?.Message ?? "The call did not complete.");
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

    // If a server never acknowledges anything, missing acknowledgements are not losses.
    private static bool IsCounted(CallReport report) => report.SequenceIds.Acknowledged > 0;
}
