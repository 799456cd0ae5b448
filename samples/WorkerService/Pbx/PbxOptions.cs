namespace WorkerService.Pbx;

/// <summary>What the simulated PBX does.</summary>
internal sealed class PbxOptions
{
    public const string Section = "Pbx";

    public const string Wanted = "Pbx:Calls (--calls) is 1 to 1000, and Pbx:Seconds (--seconds) is 0, for calls without an end, or more.";

    /// <summary>Short names on the command line.</summary>
    public static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--calls"] = "Pbx:Calls",
        ["--seconds"] = "Pbx:Seconds",
        ["--endpoint"] = "Cresta:VoiceCallSession:Endpoint",
        ["--transport"] = "Cresta:VoiceCallSession:Transport",
    };

    /// <summary>Calls at the same time, 1 to 1000.</summary>
    public int Calls { get; set; } = 20;

    /// <summary>How long each call lasts, in seconds; 0: until the application is stopped.</summary>
    public int Seconds { get; set; } = 5;

    public static bool IsValid(PbxOptions options) => options is { Calls: > 0 and <= 1000, Seconds: >= 0 };
}
