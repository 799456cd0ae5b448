using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Numbers a call's messages. Invariant: numbers only increase, whoever chooses them. Guarded by the queue's lock.</summary>
internal sealed class SequenceNumbers(DeliveryLedger ledger)
{
    /// <summary>The number that was given last; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the next message: the caller's own if its id is a number, else one more than the last.</summary>
    /// <exception cref="ArgumentException">The caller's id is in use or not higher than the last.</exception>
    public long Next(string? customId)
    {
        if (customId is null)
        {
            return ++Last;
        }

        if (!SequenceIds.IsNumber(customId, out var number))
        {
            ledger.Name(customId, Last + 1);
            return ++Last;
        }

        if (number <= Last)
        {
            throw new ArgumentException(
                $"Sequence id {customId} was given, but ids increase within a call and {Last} is in use; give a higher one, or none to "
                    + $"let the session number it.");
        }

        if (number > Last + 1)
        {
            ledger.Skip(Last + 1, number - 1);
        }

        return Last = number;
    }
}
