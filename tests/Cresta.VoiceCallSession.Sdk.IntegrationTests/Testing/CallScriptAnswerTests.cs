using Cresta.VoiceCallSession.Sdk.Testing;
using Cresta.VoiceCallSession.V1;
using Google.Rpc;
using Grpc.Core;
using static Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing.RawMessages;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Testing;

public class CallScriptAnswerTests : FakeServerTest
{
    public static TheoryData<string, string[]> Scripts() => new()
    {
        { "plain", ["1", "2", "3", "4", "5"] },
        { "every 2", ["2", "4"] },
        { "never", [] },
        { "not configuration", ["2", "3", "4", "5"] },
        { "every 2, repeated", ["2", "2", "2", "4", "4", "4"] },
        { "reversed by 2", ["2", "1", "4", "3", "5"] },
        { "reversed by 9", ["5", "4", "3", "2", "1"] },
        { "without id", ["", "", "", "", ""] },
        { "stray", ["1", "x", "2", "x", "3", "x", "4", "x", "5", "x"] },
        { "flood", ["1", "", "", "2", "", "", "3", "", "", "4", "", "", "5", "", ""] },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Answers_as_scripted(string name, string[] expected)
    {
        var script = CallScript.Answering();
        Server.Script = name switch
        {
            "every 2" => script.AnswerEvery(2),
            "never" => script.NeverAnswer(),
            "not configuration" => script.NotAnsweringConfiguration(),
            "every 2, repeated" => script.AnswerEvery(2).RepeatAnswers(3),
            "reversed by 2" => script.ReverseAnswers(2),
            "reversed by 9" => script.ReverseAnswers(9),
            "without id" => script.AnswerWithoutSequenceId(),
            "stray" => script.AddStrayAnswers("x"),
            "flood" => script.FloodResponses(2),
            _ => script,
        };
        using var stream = Client.Open();
        await SendFiveAsync(stream);

        var answers = await stream.CompleteAsync();

        Assert.Equal(expected, answers.Select(answer => answer.SequenceId));
        Assert.All(answers, answer => Assert.Equal(StatusCode.OK, answer.Code));
        Assert.Equal(expected.Length, (await Server.WaitForCallAsync("c").Guarded()).AnsweredCount);
    }

    [Fact]
    public async Task Fails_the_nth_message_in_band_and_goes_on()
    {
        var busy = new ScriptedStatus(StatusCode.ResourceExhausted, "busy").WithRetryInfo(TimeSpan.FromSeconds(2));
        Server.Script = CallScript.Answering().FailMessage(3, busy).FailMessage(5, StatusCode.DataLoss);
        using var stream = Client.Open();
        await SendFiveAsync(stream);

        var answers = await stream.CompleteAsync();

        Assert.Equal(
            [StatusCode.OK, StatusCode.OK, StatusCode.ResourceExhausted, StatusCode.OK, StatusCode.DataLoss],
                answers.Select(answer => answer.Code));
        Assert.Equal("busy", answers[2].Status.Message);
        Assert.Equal(2, answers[2].Status.GetDetail<RetryInfo>()!.RetryDelay.Seconds);
        (await Server.WaitForCallAsync("c").Guarded()).ShouldHaveEndedWith(StatusCode.OK);
    }

    [Fact]
    public async Task Fails_what_a_predicate_picks_even_where_nothing_else_is_answered()
    {
        Server.Script = CallScript.Answering().NeverAnswer().FailMessagesWhere(
            message => message is { Kind: ReceivedMessageKind.Audio, Number: 5 } || message.SessionEvent is not null,
            new ScriptedStatus(StatusCode.PermissionDenied));
        using var stream = Client.Open();
        await SendFiveAsync(stream);

        var answers = await stream.CompleteAsync();

        Assert.Equal(["2", "5"], answers.Select(answer => answer.SequenceId));
        Assert.All(answers, answer => Assert.Equal(StatusCode.PermissionDenied, answer.Code));
    }

    [Fact]
    public async Task Names_the_conversation()
    {
        Server.Script = CallScript.Answering().WithConversationName("customers/x/conversations/y");
        using var stream = Client.Open();
        await SendFiveAsync(stream);

        Assert.All(await stream.CompleteAsync(), answer => Assert.Equal("customers/x/conversations/y", answer.ConversationName));
        Assert.Equal("customers/x/conversations/y", (await Server.WaitForCallAsync("c").Guarded()).ConversationName);
    }

    [Fact]
    public void Scripts_are_immutable()
    {
        var script = CallScript.Answering();

        Assert.NotSame(script, script.NeverAnswer());
        Assert.Same(script, CallScript.Answering());
    }

    [Fact]
    public void Impossible_values_are_refused_by_name()
    {
        var script = CallScript.Answering();

        Assert.Throws<ArgumentOutOfRangeException>("k", () => script.AnswerEvery(0));
        Assert.Throws<ArgumentOutOfRangeException>("messages", () => script.EndAfter(-1));
        Assert.Throws<ArgumentOutOfRangeException>("messages", () => script.GoAwayAfter(-1));
        Assert.Throws<ArgumentOutOfRangeException>("afterMessages", () => script.EndWithStatus(StatusCode.Aborted, -1));
        Assert.Throws<ArgumentOutOfRangeException>("number", () => script.FailMessage(0, StatusCode.Aborted));
        Assert.Throws<ArgumentOutOfRangeException>("copies", () => script.RepeatAnswers(0));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => script.ReverseAnswers(0));
        Assert.Throws<ArgumentOutOfRangeException>("responses", () => script.FloodResponses(-1));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => script.DelayEachMessage(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => UnaryScript.Answering().DelayAnswer(TimeSpan.FromSeconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(
            "delay", () => new ScriptedStatus(StatusCode.Aborted).WithRetryInfo(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentException>("name", () => new ScriptedStatus(StatusCode.Aborted).WithTrailer("x-bin", "v"));
    }

    private static async Task SendFiveAsync(RawStream stream)
    {
        await stream.SendAsync(Config("c"));
        await stream.SendAsync(Event(SessionEvent.Types.EventType.CallStarted));
        await stream.SendAsync(AudioOf(Agent, 1));
        await stream.SendAsync(AudioOf(Agent, 2));
        await stream.SendAsync(AudioOf(Agent, 3));
    }
}
