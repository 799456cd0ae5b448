using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace StreamWavFile.Options;

/// <summary>The command line.</summary>
internal sealed class StreamCommand : RootCommand
{
    private const int DefaultChunkMilliseconds = 100;

    private readonly Option<string> _file = new("--file")
    {
        Description = "A WAV file: 16-bit PCM, µ-law or A-law. Stereo: the left channel is the agent, the right one the visitor. Mono: "
            + "the agent. [default: the bundled conversation]",
        HelpName = "PATH",
    };

    private readonly Option<Uri?> _endpoint = ClientOptions.Endpoint();
    private readonly Option<string?> _apiKey = ClientOptions.ApiKey();
    private readonly Option<VoiceCallSessionTransport> _transport = ClientOptions.Transport(VoiceCallSessionTransport.Grpc);
    private readonly Option<string> _profile = ClientOptions.Profile();
    private readonly Option<string?> _callId = ClientOptions.CallId();
    private readonly Option<bool> _json = ClientOptions.Json();

    private readonly Option<string> _agentId = new("--agent-id")
    {
        Description = "The agent's id on the platform.",
        HelpName = "ID",
        DefaultValueFactory = _ => "agent-1"
    };

    private readonly Option<string> _visitorId = new("--visitor-id")
    {
        Description = "The visitor's external id.",
        HelpName = "ID",
        DefaultValueFactory = _ => "visitor-1"
    };

    private readonly Option<AudioEncoding?> _encoding = new("--encoding")
    {
        Description = "The encoding that is sent; another encoding of the file is converted. [default: mulaw for G.711 at 8000 Hz, else "
            + "linear16]",
        HelpName = "mulaw|linear16",
        CustomParser = StreamOptionParsers.Encoding,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "1 is real time, 0 as fast as possible.",
        HelpName = "FACTOR",
        DefaultValueFactory = _ => 1,
        CustomParser = StreamOptionParsers.Speed,
    };

    private readonly Option<HoldInterval?> _hold = new("--hold")
    {
        Description = "Put the call on hold between two positions of the audio, in seconds, such as 3-5.5, rounded up to a 20 ms frame. "
            + "Audio on hold is dropped, which is not a loss.",
        HelpName = "FROM-TO",
        CustomParser = StreamOptionParsers.Hold,
    };

    private readonly Option<int?> _chunk = NumberOption.Create(
        "--chunk-ms", "MS", 0, 1000, "Join frames until a message holds this much audio, 0 to 1000 ms; 0 sends each 20 ms frame by itself. "
            + "[default: 100]");

    private readonly Option<int?> _chaos = new("--chaos")
    {
        Description = "Simulate network faults between the call and the fake server of this process. The number is the seed of the "
            + "faults. The call recovers, and the report lists its streams.",
        HelpName = "SEED",
        CustomParser = StreamOptionParsers.Seed,
    };

    public StreamCommand()
        : base("Streams a WAV file as a call. Exit code 0: the call completed and nothing was lost; 1: it failed or something was lost; "
            + "2: bad usage. Ctrl-C ends the call gracefully, a second one aborts it.")
    {
        foreach (var option in new Option[] { _file, _endpoint, _apiKey, _transport, _profile, _callId, _agentId, _visitorId, _encoding,
            _speed, _hold, _chunk, _chaos, _json })
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
        CallId = parsed.GetCallId(_callId),
        AgentId = parsed.GetRequiredValue(_agentId),
        VisitorId = parsed.GetRequiredValue(_visitorId),
        Encoding = parsed.GetValue(_encoding),
        Speed = parsed.GetValue(_speed),
        Hold = parsed.GetValue(_hold),
        ApiKey = parsed.GetApiKey(_apiKey),
        ChunkDuration = TimeSpan.FromMilliseconds(parsed.GetValue(_chunk) ?? DefaultChunkMilliseconds),
        ChaosSeed = parsed.GetValue(_chaos),
        Json = parsed.GetValue(_json),
    };
}
