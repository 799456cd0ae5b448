using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Model;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Ledger;

/// <summary>When an answer counts as missing: on evidence that the server answers such messages.</summary>
public class AcknowledgementPatternTests
{
    private readonly ParticipantAudio _track = new(new Participant());
    private readonly ServerCapabilities _server = new();

    // c configuration, a audio, e event: sent; the digits are the numbers that were answered, in order.
    [Theory]
    [InlineData("caae", "1234", true, 0)]
    [InlineData("caae", "", true, 0)]
    [InlineData("caae", "1", true, 0)]
    [InlineData("caae", "123", true, 0)]
    [InlineData("caaa", "12", true, 0)]
    [InlineData("caaaaaa", "1234", true, 3)]
    [InlineData("ceae", "12", true, 0)]
    [InlineData("ceeae", "123", true, 1)]
    [InlineData("ceaea", "1235", true, 0)]
    [InlineData("caaaaaa", "4", true, 0)]
    [InlineData("caaaaaa", "124", true, 0)]
    [InlineData("caaaaaa", "123", false, 0)]
    [InlineData("caaaaaa", "124", false, 0)]
    [InlineData("caaaaaa", "1324", false, 3)]
    public void An_answer_is_missing_if_enough_messages_of_its_kind_were_answered_and_none_passed_over(
        string sent, string answered, bool cumulative, int missing)
    {
        Assert.Equal(missing, Answered(sent, answered, cumulative).MissingAnswers);
    }

    [Theory]
    [InlineData("caae", "123", 1)]
    [InlineData("caaee", "123", 2)]
    [InlineData("cea", "12", 1)]
    [InlineData("caae", "1", 0)]
    [InlineData("caae", "", 0)]
    [InlineData("caae", "13", 0)]
    [InlineData("caaea", "1235", 0)]
    [InlineData("caaeae", "12345", 0)]
    public void The_first_of_a_kind_are_uncertain_where_all_of_the_other_kind_were_answered(string sent, string answered, int uncertain) =>
        Assert.Equal(uncertain, Answered(sent, answered, cumulative: true).UncertainAnswers);

    /// <summary>
    /// A server may answer CALL_STARTED and never CALL_ENDED: an event is expected to be answered if its own type was, in calls of the
    /// client.
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void An_event_is_expected_to_be_answered_if_its_type_was_in_other_calls(int calls, int missing)
    {
        for (var i = 0; i < calls; i++)
        {
            Answered("ce", "12", cumulative: true);
        }

        Assert.Equal(missing, Answered("cae", "12", cumulative: true).MissingAnswers);
        var other = new DeliveryLedger(cumulative: true, _server, new FakeTimeProvider());
        Send(other, 1, new OutboundMessage { Event = new EventRecord("OTHER") });
        Assert.Equal(0, other.MissingAnswers);
    }

    private static void Send(DeliveryLedger ledger, long number, OutboundMessage message)
    {
        message.Identify(number, null);
        ledger.OnSending(message);
    }

    private DeliveryLedger Answered(string sent, string answered, bool cumulative)
    {
        var ledger = new DeliveryLedger(cumulative, _server, new FakeTimeProvider());
        for (var i = 0; i < sent.Length; i++)
        {
            var message = new OutboundMessage
            {
                Track = sent[i] == 'a' ? _track : null,
                Event = sent[i] == 'e' ? new EventRecord("E") : null
            };
            message.Identify(i + 1, null);
            ledger.OnSending(message);
        }

        foreach (var number in answered)
        {
            ledger.OnAnswer(number.ToString(), null);
        }

        return ledger;
    }
}
