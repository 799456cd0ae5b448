using Cresta.VoiceCallSession.Sdk.Http;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>What options must be, checked all at once. Neither the secret nor the id is ever repeated: the two get mixed up.</summary>
internal static class ClientCredentialsOptionsValidator
{
    private const string DefaultPath = "/v1/oauth/regionalToken";
    private const string Example = "https://auth.us-west-2-prod.cresta.ai";

    public static void ThrowIfInvalid(ClientCredentialsOptions options, string? parameterName)
    {
        var faults = Validate(options).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The client credentials are wrong: {string.Join(' ', faults)}", parameterName);
        }
    }

    public static IEnumerable<string> Validate(ClientCredentialsOptions options) =>
        ClientFaults(options)
            .Concat(EndpointFaults(options.AuthEndpoint))
            .Concat(DurationRules.TimeoutFaults(("Timeout", options.Timeout), ("AttemptTimeout", options.AttemptTimeout)))
            .Concat(options.Retry?.Validate() ?? ["Retry is null; leave the default or give options."]);

    /// <summary>The address that requests go to.</summary>
    public static Uri AddressOf(Uri authEndpoint) =>
        authEndpoint.AbsolutePath.Length > 1 ? authEndpoint : new Uri(authEndpoint, DefaultPath);

    /// <summary>What is wrong with a secret, or null.</summary>
    public static string? SecretFault(string? secret) => secret switch
    {
        null or "" => "is empty; give the secret of this client id",
        _ when secret.Any(char.IsControl) =>
            "holds a line break or another control character; give the bare secret, without the line break at a file's end",
        _ => null,
    };

    private static IEnumerable<string> ClientFaults(ClientCredentialsOptions options)
    {
        if (string.IsNullOrEmpty(options.ClientId))
        {
            yield return "ClientId is missing; give the client's id.";
        }
        else if (options.ClientId.Any(static c => c == ':' || char.IsControl(c)))
        {
            yield return "ClientId holds a colon or a control character; give the bare id.";
        }

        if (options.ClientSecretProvider is null)
        {
            if (SecretFault(options.ClientSecret) is { } fault)
            {
                yield return $"ClientSecret {fault}.";
            }
        }
        else if (options.ClientSecret is not null)
        {
            yield return "ClientSecret and ClientSecretProvider are both given; give one of them.";
        }

        if (options is { Handler: not null, ConfigureHandler: not null })
        {
            yield return "Handler and ConfigureHandler are both given; configure the handler before giving it.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null; leave the default or give one.";
        }
    }

    private static IEnumerable<string> EndpointFaults(Uri? endpoint)
    {
        if (endpoint is null)
        {
            yield return "AuthEndpoint is missing; give the token endpoint's address, for example CrestaRegion.UsWest2Prod.AuthEndpoint, or"
                + " CrestaRegion.FromEndpoint(endpoint).AuthEndpoint if the API's address names its region; a customer's host"
                + " (api-<customer>.cresta.com) does not.";
        }
        else if (AddressRules.Fix(endpoint, UnwantedOf(endpoint)) is { } fix)
        {
            // Without a scheme it may be the secret, in the wrong place.
            var isAddress = endpoint.IsAbsoluteUri && endpoint.Scheme is "http" or "https";
            yield return (isAddress
                ? $"AuthEndpoint is \"{AddressRules.Shown(endpoint, withPath: false)}\"; give an absolute http or https address"
                : "AuthEndpoint is not an absolute http or https address; give one") + $" ({fix}), for example {Example}.";
        }
        else if (endpoint.Scheme is "http" && !LoopbackAddress.Is(endpoint))
        {
            yield return $"AuthEndpoint is \"{AddressRules.Shown(endpoint, withPath: false)}\", plain http to another host, "
                + "where the secret could be read on the way; use https.";
        }
    }

    // The default path replaces the query too.
    private static AddressParts UnwantedOf(Uri endpoint) =>
        AddressParts.UserInfo | AddressParts.Fragment
        | (endpoint.IsAbsoluteUri && endpoint.AbsolutePath.Length <= 1 ? AddressParts.Query : AddressParts.None);
}
