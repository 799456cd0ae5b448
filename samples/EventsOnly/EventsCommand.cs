using System.CommandLine;
using System.CommandLine.Parsing;
using Cresta.VoiceCallSession.Sdk;
using Cresta.VoiceCallSession.V1;

namespace EventsOnly;

/// <summary>The command line.</summary>
internal sealed class EventsCommand : RootCommand
{
    private readonly Option<Uri?> _endpoint = new("--endpoint")
    {
        Description = "The service's address. [default: a fake server that is started in this process]",
        HelpName = "URL",
        CustomParser = Endpoint,
    };

    private readonly Option<VoiceCallSessionTransport> _transport = new("--transport") { Description = "How the events reach the "
        + "service." };

    private readonly Option<string> _profile = new("--profile") { Description = "The profile that the events are processed under.",
        HelpName = "NAME", DefaultValueFactory = _ => "sample-profile" };

    private readonly Option<string?> _callId = new("--call-id")
    {
        Description = "The call's id on the platform, the same that the audio comes under. [default: a new one]",
        HelpName = "ID",
    };

    private readonly Option<AudioStreamingMode> _mode = new("--audio-streaming-mode")
    {
        Description = "Where the audio is streamed from, as the number that Cresta gives you for it.",
        HelpName = "NUMBER",
    };

    public EventsCommand()
        : base("Tells the service of a call whose audio comes to it in another way, such as SIPREC. The environment's CRESTA_API_KEY is "
            + "sent if there is one. Exit code 0: all events were taken; 1: one was not; 2: bad usage.")
    {
        Add(_endpoint);
        Add(_transport);
        Add(_profile);
        Add(_callId);
        Add(_mode);
        SetAction((parsed, cancellationToken) => EventRun.RunAsync(
            parsed.GetValue(_endpoint),
            parsed.GetValue(_transport),
            new CallEvents(parsed.GetRequiredValue(_profile), parsed.GetValue(_callId) ?? $"sample-{Guid.NewGuid():N}",
                parsed.GetValue(_mode), TimeProvider.System),
            cancellationToken));
    }

    private static Uri? Endpoint(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var endpoint) && endpoint is { Scheme: "http" or "https" })
        {
            return endpoint;
        }

        argument.AddError("--endpoint is no http or https address; give, for example, https://api.example.cresta.com or "
            + "http://127.0.0.1:50051.");
        return null;
    }
}
