using System.CommandLine;
using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The flags for the common scripts; they combine.</summary>
internal sealed class ScriptFlags
{
    private readonly Option<string?> _statusAfter = new("--status-after")
    {
        HelpName = "N:CODE",
        Description = "End each stream with a status after N messages; the configuration is the first."
    };
    private readonly Option<int?> _answerEvery = NumberOption.Create("--answer-every", "K", 1, "Answer every K-th message only.");
    private readonly Option<bool> _neverAnswer = new("--never-answer") { Description = "Answer nothing." };
    private readonly Option<int?> _delay = NumberOption.Create(
        "--delay-ms", "MS", 0, "Wait before each message is treated, in milliseconds.");
    private readonly Option<int?> _endAfter = NumberOption.Create("--end-after", "N", 0, "End each stream with OK after N messages.");
    private readonly Option<int?> _stopReadingAfter = NumberOption.Create(
        "--stop-reading-after", "N", 0, "Read nothing more after N messages.");
    private readonly Option<int?> _resetAfter = NumberOption.Create(
        "--reset-after", "N", 0, "Reset each stream (INTERNAL_ERROR) after N messages.");
    private readonly Option<int?> _abortAfter = NumberOption.Create(
        "--abort-after", "N", 0, "Abort the TCP connection after N messages of a stream.");
    private readonly Option<int?> _goAwayAfter = NumberOption.Create("--goaway-after", "N", 0, "Send GOAWAY after N messages of a stream.");

    private IReadOnlyList<Option> All =>
        [_statusAfter, _answerEvery, _neverAnswer, _delay, _endAfter, _stopReadingAfter, _resetAfter, _abortAfter, _goAwayAfter];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    public string? FirstGiven(ParseResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    public CallScript ToScript(ParseResult result)
    {
        var script = CallScript.Answering();
        script = result.GetValue(_statusAfter) is { } status ? StatusAfter.Apply(script, status) : script;
        script = result.GetValue(_answerEvery) is { } every ? script.AnswerEvery(every) : script;
        script = result.GetValue(_neverAnswer) ? script.NeverAnswer() : script;
        script = result.GetValue(_delay) is { } delay ? script.DelayEachMessage(TimeSpan.FromMilliseconds(delay)) : script;
        script = result.GetValue(_endAfter) is { } end ? script.EndAfter(end) : script;
        script = result.GetValue(_stopReadingAfter) is { } stop ? script.StopReadingAfter(stop) : script;
        script = result.GetValue(_resetAfter) is { } reset ? script.ResetAfter(reset, Http2ErrorCode.InternalError) : script;
        script = result.GetValue(_abortAfter) is { } abort ? script.AbortConnectionAfter(abort) : script;
        return result.GetValue(_goAwayAfter) is { } goAway ? script.GoAwayAfter(goAway) : script;
    }
}
