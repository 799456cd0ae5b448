using System.CommandLine;
using Cresta.VoiceCallSession.Sdk;

namespace Samples;

/// <summary>The options of the samples that connect to the service. Each sample adds those that it uses.</summary>
internal static class ClientOptions
{
    private const string ApiKeyVariable = "CRESTA_API_KEY";

    public static Option<Uri?> Endpoint() => new("--endpoint")
    {
        Description = "The service's address. [default: a fake server that is started in this process]",
        HelpName = "URL",
        CustomParser = ClientOptionParsers.Endpoint,
    };

    public static Option<VoiceCallSessionTransport> Transport(VoiceCallSessionTransport defaultTransport) => new("--transport")
    {
        Description = "The transport to the service.",
        HelpName = string.Join('|', ClientOptionParsers.Transports),
        DefaultValueFactory = _ => defaultTransport,
        CustomParser = ClientOptionParsers.Transport,
    };

    public static Option<string?> ApiKey() => new("--api-key-env")
    {
        Description = "The environment variable that holds the API key. A key is never an argument, because other users of the machine "
            + $"can read arguments. [default: {ApiKeyVariable}; no credential if it is not set]",
        HelpName = "NAME",
        CustomParser = ClientOptionParsers.ApiKey,
    };

    public static Option<string> Profile() => new("--profile")
    {
        Description = "The profile of the call.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "sample-profile",
    };

    public static Option<string?> CallId() => new("--call-id")
    {
        Description = "The call's id on the platform. [default: a new one]",
        HelpName = "ID",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print the report as one JSON object on standard output; everything else goes to standard error.",
    };

    /// <summary>The key of <c>--api-key-env</c> or, without that option, of the default variable; null if there is none.</summary>
    public static string? GetApiKey(this ParseResult parsed, Option<string?> apiKey) =>
        parsed.GetValue(apiKey) ?? Environment.GetEnvironmentVariable(ApiKeyVariable);

    /// <summary>Throws an <see cref="ArgumentException"/> if the key is invalid.</summary>
    public static CrestaCredential Credential(string? apiKey) =>
        string.IsNullOrEmpty(apiKey) ? CrestaCredential.None : CrestaCredential.FromApiKey(apiKey);

    /// <summary>The id of <c>--call-id</c>, or a new one.</summary>
    public static string GetCallId(this ParseResult parsed, Option<string?> callId) =>
        parsed.GetValue(callId) ?? $"sample-{Guid.NewGuid():N}";
}
