using System.Globalization;
using Cresta.VoiceCallSession.Sdk.Sessions.Wire;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Queue;

/// <summary>Events' way in: never dropped, never refused for lack of room, never overtaken.</summary>
internal sealed partial class SendQueue
{
    /// <summary>
    /// Queues an event and works the gate that it stands for, in one step. Strictly: only if it changes the gate, so that of two threads that
    /// put a call on hold at once one is told.
    /// </summary>
    public string OfferEvent(OutboundMessage message, string? customId, GateChange change, bool strictly, Func<Exception> refusal)
    {
        lock (_gate)
        {
            if (_ending)
            {
                throw refusal();
            }

            if (strictly)
            {
                ThrowIfPointless(change);
            }

            Enqueue(message, customId);
            Apply(change);
            return message.Id;
        }
    }

    private void ThrowIfPointless(GateChange change)
    {
        var problem = change switch
        {
            GateChange.Hold when _onHold => "The call is on hold already; release it by UnholdAsync first.",
            GateChange.Unhold when !_onHold => "The call is not on hold; put it on hold by HoldAsync first.",
            GateChange.Pause when _paused => "The audio is paused already; resume it by ResumeAsync first.",
            GateChange.Resume when !_paused => "The audio is not paused; pause it by PauseAsync first.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private void Enqueue(OutboundMessage message, string? customId)
    {
        Append(message, customId);
        Stamp(message);
        if (message.Event is { } record)
        {
            record.SequenceId = message.Id;
            _events.Add(record);
        }

        MarkReady(message.Number);
    }

    /// <summary>Puts the id into a message that got its number only now.</summary>
    private static void Stamp(OutboundMessage message)
    {
        if (message.Message is ISequenced sequenced)
        {
            sequenced.SequenceId = message.Id;
        }
    }

    private long NextNumber(string? customId)
    {
        if (customId is null)
        {
            return ++_lastNumber;
        }

        if (IsNumber(customId, out var number))
        {
            if (number <= _lastNumber)
            {
                throw new ArgumentException(
                    $"Sequence id {customId} was given, but ids increase within a call and {_lastNumber} is in use; give a higher one, or none to let the session number it.");
            }

            return _lastNumber = number;
        }

        _ledger.Name(customId, _lastNumber + 1);
        return ++_lastNumber;
    }

    /// <summary>Whether an id is one that this side could have numbered: digits without sign, blanks or leading zeros.</summary>
    internal static bool IsNumber(string id, out long number) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number) && id[0] != '0';
}
