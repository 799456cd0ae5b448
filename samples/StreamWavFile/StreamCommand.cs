using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace StreamWavFile;

/// <summary>The command line.</summary>
internal sealed class StreamCommand : RootCommand
{
    private const string ApiKeyVariable = "CRESTA_API_KEY";

    private readonly Option<string> _file = new("--file")
    {
        Description = "A WAV file: 16-bit PCM, µ-law or A-law. Stereo: the left channel is the agent, the right one the visitor. Mono: "
            + "all of it is the agent. [default: the bundled conversation]",
        HelpName = "PATH",
    };

    private readonly Option<Uri?> _endpoint = new("--endpoint")
    {
        Description = "The service's address. [default: a fake server that is started in this process]",
        HelpName = "URL",
        CustomParser = OptionParsers.Endpoint,
    };

    private readonly Option<VoiceCallSessionTransport> _transport = new("--transport")
    {
        Description = "How the call reaches the service.",
        HelpName = string.Join('|', Enum.GetNames<VoiceCallSessionTransport>()).ToLowerInvariant(),
        CustomParser = OptionParsers.Transport,
    };

    private readonly Option<string> _profile = new("--profile") { Description = "The profile that the call is processed under.",
        HelpName = "NAME", DefaultValueFactory = _ => "sample-profile" };

    private readonly Option<string> _callId = new("--call-id") { Description = "The call's id on the platform. [default: a new one]",
        HelpName = "ID" };

    private readonly Option<string> _agentId = new("--agent-id") { Description = "The agent's id on the platform.", HelpName = "ID",
        DefaultValueFactory = _ => "agent-1" };

    private readonly Option<string> _visitorId = new("--visitor-id") { Description = "The visitor's external id.", HelpName = "ID",
        DefaultValueFactory = _ => "visitor-1" };

    private readonly Option<AudioEncoding?> _encoding = new("--encoding")
    {
        Description = "How the audio is sent; the file is converted where it differs. [default: mulaw for G.711 at 8000 Hz, else linear16]",
        HelpName = "mulaw|linear16",
        CustomParser = OptionParsers.Encoding,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "1 is real time, 0 as fast as possible.",
        HelpName = "FACTOR",
        DefaultValueFactory = _ => 1,
        CustomParser = OptionParsers.Speed,
    };

    private readonly Option<HoldInterval?> _hold = new("--hold")
    {
        Description = "Put the call on hold between two positions of the audio, in seconds, each taken at the next 20 ms frame: 3-5.5. "
            + "Audio on hold is dropped, and that counts as no loss.",
        HelpName = "FROM-TO",
        CustomParser = OptionParsers.Hold,
    };

    private readonly Option<string?> _apiKey = new("--api-key") { Description = $"The API key; sent only if it is given. [default: the "
        + $"environment's {ApiKeyVariable}]", HelpName = "KEY" };

    private readonly Option<int> _chunk = new("--chunk-ms")
    {
        Description = "Join frames until a message holds this much audio, in ms; 0 sends each 20 ms frame by itself.",
        HelpName = "0-1000",
        DefaultValueFactory = _ => 100,
        CustomParser = OptionParsers.ChunkMilliseconds,
    };

    private readonly Option<int?> _chaos = new("--chaos")
    {
        Description = "Break the network between the call and the fake server of this process, as this number says: the call outlives "
            + "it, and the report tells what happened.",
        HelpName = "SEED",
        CustomParser = OptionParsers.Seed,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the report as one JSON object on standard output; "
        + "everything else goes to standard error." };

    public StreamCommand()
        : base("Streams a WAV file as a call. Exit code 0: the call completed and nothing was lost; 1: it failed or something was lost; "
            + "2: bad usage. Ctrl-C ends the call gracefully, twice cuts it off.")
    {
        foreach (var option in new Option[] { _file, _endpoint, _transport, _profile, _callId, _agentId, _visitorId, _encoding, _speed,
            _hold, _apiKey, _chunk, _chaos, _json })
        {
            Add(option);
        }

        SetAction((parsed, _) => Application.RunAsync(Read(parsed)));
    }

    private CallOptions Read(ParseResult parsed) => new()
    {
        File = parsed.GetValue(_file) ?? Path.Combine(AppContext.BaseDirectory, "audio", "conversation.wav"),
        Endpoint = parsed.GetValue(_endpoint),
        Transport = parsed.GetValue(_transport),
        Profile = parsed.GetRequiredValue(_profile),
        CallId = parsed.GetValue(_callId) ?? $"sample-{Guid.NewGuid():N}",
        AgentId = parsed.GetRequiredValue(_agentId),
        VisitorId = parsed.GetRequiredValue(_visitorId),
        Encoding = parsed.GetValue(_encoding),
        Speed = parsed.GetValue(_speed),
        Hold = parsed.GetValue(_hold),
        ApiKey = parsed.GetValue(_apiKey) ?? Environment.GetEnvironmentVariable(ApiKeyVariable),
        ChunkDuration = TimeSpan.FromMilliseconds(parsed.GetValue(_chunk)),
        ChaosSeed = parsed.GetValue(_chaos),
        Json = parsed.GetValue(_json),
    };
}
