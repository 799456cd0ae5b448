using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The script of a stream in a script file.</summary>
internal sealed class ScriptEntry
{
    public int Times { get; set; } = 1;

    public EndEntry? EndWithStatus { get; set; }

    public int? EndAfter { get; set; }

    public int? StopReadingAfter { get; set; }

    public ResetEntry? Reset { get; set; }

    public int? AbortConnectionAfter { get; set; }

    public int? GoAwayAfter { get; set; }

    public bool NeverEnd { get; set; }

    public int? DelayMs { get; set; }

    public int? AnswerEvery { get; set; }

    public bool NeverAnswer { get; set; }

    public bool NotAnsweringConfiguration { get; set; }

    public IReadOnlyList<FailureEntry> FailMessages { get; set; } = [];

    public int? RepeatAnswers { get; set; }

    public int? ReverseAnswers { get; set; }

    public bool AnswerWithoutSequenceId { get; set; }

    public string? StrayAnswers { get; set; }

    public int? FloodResponses { get; set; }

    public string? ConversationName { get; set; }

    public CallScript ToScript()
    {
        var script = WithFaults(CallScript.Answering());
        script = AnswerEvery is { } k ? script.AnswerEvery(k) : script;
        script = NeverAnswer ? script.NeverAnswer() : script;
        script = NotAnsweringConfiguration ? script.NotAnsweringConfiguration() : script;
        script = FailMessages.Aggregate(script, (current, failure) => current.FailMessage(failure.Message, failure.Status.ToStatus()));
        script = RepeatAnswers is { } copies ? script.RepeatAnswers(copies) : script;
        script = ReverseAnswers is { } window ? script.ReverseAnswers(window) : script;
        script = AnswerWithoutSequenceId ? script.AnswerWithoutSequenceId() : script;
        script = StrayAnswers is { } stray ? script.AddStrayAnswers(stray) : script;
        script = FloodResponses is { } responses ? script.FloodResponses(responses) : script;
        return ConversationName is { } name ? script.WithConversationName(name) : script;
    }

    private CallScript WithFaults(CallScript script)
    {
        script = EndWithStatus is { } end ? script.EndWithStatus(end.Status.ToStatus(), end.After) : script;
        script = EndAfter is { } well ? script.EndAfter(well) : script;
        script = StopReadingAfter is { } stop ? script.StopReadingAfter(stop) : script;
        script = Reset is { } reset ? script.ResetAfter(reset.After, reset.ToErrorCode()) : script;
        script = AbortConnectionAfter is { } abort ? script.AbortConnectionAfter(abort) : script;
        script = GoAwayAfter is { } goAway ? script.GoAwayAfter(goAway) : script;
        script = NeverEnd ? script.NeverEnd() : script;
        return DelayMs is { } delay ? script.DelayEachMessage(TimeSpan.FromMilliseconds(delay)) : script;
    }
}
