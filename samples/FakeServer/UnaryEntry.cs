using Cresta.VoiceCallSession.Sdk.Testing;

namespace FakeServer;

/// <summary>The script of a <c>ProcessSessionEvent</c> in a script file.</summary>
internal sealed class UnaryEntry
{
    public int Times { get; set; } = 1;

    public StatusEntry? Status { get; set; }

    public int? DelayMs { get; set; }

    public bool AbortConnection { get; set; }

    public UnaryScript ToScript()
    {
        var script = UnaryScript.Answering();
        script = Status is { } status ? script.FailWith(status.ToStatus()) : script;
        script = DelayMs is { } delay ? script.DelayAnswer(TimeSpan.FromMilliseconds(delay)) : script;
        return AbortConnection ? script.AbortConnection() : script;
    }
}
