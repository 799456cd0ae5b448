using Cresta.VoiceCallSession.Sdk.Sessions.Ledger;
using Cresta.VoiceCallSession.Sdk.Sessions.Queue;
using Cresta.VoiceCallSession.V1;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Sessions.Ledger;

/// <summary>What counts as an answer that is missing: only what the server has taught us to expect.</summary>
public class AnswerHabitsTests
{
    private readonly ParticipantTrack _track = new(new Participant());

    // c configuration, a audio, e event: sent; the digits are the numbers that were answered, in order.
    [Theory]
    [InlineData("caae", "1234", true, 0)]
    [InlineData("caae", "", true, 0)]
    [InlineData("caae", "1", true, 0)]
    [InlineData("caae", "123", true, 0)]
    [InlineData("caaa", "12", true, 2)]
    [InlineData("ceae", "12", true, 1)]
    [InlineData("ceaea", "1235", true, 0)]
    [InlineData("caaaaaa", "4", true, 0)]
    [InlineData("caaaaaa", "124", true, 0)]
    [InlineData("caaaaaa", "123", false, 4)]
    [InlineData("caaaaaa", "124", false, 0)]
    [InlineData("caaaaaa", "1324", false, 3)]
    public void Messages_are_missed_only_where_every_one_of_their_kind_was_answered_before(string sent, string answered, bool cumulative, int missing)
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

    private DeliveryLedger Answered(string sent, string answered, bool cumulative)
    {
        var ledger = new DeliveryLedger(cumulative, new FakeTimeProvider());
        for (var i = 0; i < sent.Length; i++)
        {
            var message = new OutboundMessage { Track = sent[i] == 'a' ? _track : null, Event = sent[i] == 'e' ? new EventRecord("E") : null };
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
