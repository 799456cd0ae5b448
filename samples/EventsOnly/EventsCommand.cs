using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace EventsOnly;

/// <summary>The command line.</summary>
internal sealed class EventsCommand : RootCommand
{
    private readonly Option<Uri?> _endpoint = ClientOptions.Endpoint();
    private readonly Option<string?> _apiKey = ClientOptions.ApiKey();
    private readonly Option<VoiceCallSessionTransport> _transport = ClientOptions.Transport(VoiceCallSessionTransport.Grpc);
    private readonly Option<string> _profile = ClientOptions.Profile();
    private readonly Option<string?> _callId = ClientOptions.CallId();

    private readonly Option<AudioStreamingMode> _mode = new("--audio-streaming-mode")
    {
        Description = "The source of the audio, as the number that Cresta assigns to it.",
        HelpName = "NUMBER",
    };

    public EventsCommand()
        : base("Sends the events of a call whose audio reaches the service in another way, such as SIPREC. Exit code 0: the service "
            + "accepted all events; 1: it did not accept one; 2: bad usage.")
    {
        foreach (var option in new Option[] { _endpoint, _apiKey, _transport, _profile, _callId, _mode })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => new EventRun
        {
            Endpoint = parsed.GetValue(_endpoint),
            ApiKey = parsed.GetApiKey(_apiKey),
            Transport = parsed.GetValue(_transport),
            Call = new CallEvents(
                parsed.GetRequiredValue(_profile), parsed.GetCallId(_callId), parsed.GetValue(_mode), TimeProvider.System),
        }.RunAsync(cancellationToken));
    }
}
