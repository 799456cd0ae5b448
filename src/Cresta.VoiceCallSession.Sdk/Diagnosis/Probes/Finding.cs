namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>What a check has to say.</summary>
internal sealed class Finding(DiagnosisStatus status, string text, string nextStep)
{
    private const string Nothing = "Nothing to do.";

    private readonly List<KeyValuePair<string, string>> _facts = [];

    public DiagnosisStatus Status { get; } = status;

    public string Text { get; } = text;

    public string NextStep { get; } = nextStep;

    /// <summary>Details, in the order in which they are given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts => _facts;

    public static Finding Passed(string text) => new(DiagnosisStatus.Passed, text, Nothing);

    /// <summary>It does not apply. What rests on it goes on.</summary>
    public static Finding NotApplicable(string text) => new(DiagnosisStatus.Skipped, text, Nothing);

    /// <summary>It cannot be looked at. What rests on it goes on.</summary>
    public static Finding NotObserved() =>
        NotApplicable("the application's own handler makes the connections, which cannot be observed");

    public static Finding Warning(string text, string nextStep) => new(DiagnosisStatus.Warning, text, nextStep);

    public static Finding Failed(string text, string nextStep) => new(DiagnosisStatus.Failed, text, nextStep);

    /// <summary>Adds a detail.</summary>
    public Finding With(string name, string value)
    {
        _facts.Add(new(name, value));
        return this;
    }
}
