using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Credentials;

/// <summary>
/// What a described credential must be, checked all at once. Neither a key nor a secret nor an id is ever repeated: they get mixed up.
/// </summary>
internal static class CrestaCredentialOptionsValidator
{
    private const string Prefix = "Credential.";

    /// <param name="options">The description.</param>
    /// <param name="endpoint">The client's endpoint, which may name its region.</param>
    public static IEnumerable<string> Validate(CrestaCredentialOptions options, Uri? endpoint) => (options.EffectiveKind switch
    {
        CrestaCredentialKind.None => StrayFaults(options),
        CrestaCredentialKind.ApiKey => ApiKeyFaults(options),
        CrestaCredentialKind.ClientCredentials => ClientFaults(options, endpoint),
        var other => [$"Kind is {(int)other}; give one of {string.Join(", ", Enum.GetNames<CrestaCredentialKind>())}."],
    }).Select(static fault => Prefix + fault);

    private static IEnumerable<string> StrayFaults(CrestaCredentialOptions options)
    {
        if (options.ApiKey is not null || options.HasClientValues)
        {
            yield return "Kind is None, and values of a credential are given; take them out, or name their kind.";
        }
    }

    private static IEnumerable<string> ApiKeyFaults(CrestaCredentialOptions options)
    {
        if (!HeaderText.IsFit(options.ApiKey))
        {
            var fault = string.IsNullOrEmpty(options.ApiKey) ? "is missing" : "holds spaces, line breaks or characters beyond ASCII";
            yield return $"ApiKey {fault}; give the bare key.";
        }

        if (options.HasClientValues)
        {
            yield return "ApiKey comes with values of client credentials; give one of the two.";
        }
    }

    private static IEnumerable<string> ClientFaults(CrestaCredentialOptions options, Uri? endpoint)
    {
        if (options.ApiKey is not null)
        {
            yield return "ApiKey comes with values of client credentials; give one of the two.";
        }

        if (options is { ClientSecret: not null, ClientSecretFile: not null })
        {
            yield return "ClientSecret and ClientSecretFile are both given; give one of them.";
        }
        else if (options.ClientSecretFile is { } file && !File.Exists(file))
        {
            yield return $"ClientSecretFile is {QuotedValue.Quote(file)}, where no file can be read; give the path of the file that "
                + $"holds the secret.";
        }

        if (options.Region is { } region && !CrestaRegion.All.Any(known => known.Name.Equals(region, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"Region is {QuotedValue.Quote(region)}; give one of {string.Join(", ", CrestaRegion.All)}, or AuthEndpoint "
                + $"instead.";
            yield break;
        }

        if (options is { Region: not null, AuthEndpoint: not null })
        {
            yield return "Region and AuthEndpoint are both given; give one of them.";
        }

        var tokenEndpoint = options.TokenEndpoint(endpoint);
        if (tokenEndpoint is null)
        {
            yield return "Region and AuthEndpoint are missing, and the client's endpoint names no region, as a customer's host"
                + $" (api-<customer>.cresta.com) does not; give a Region, one of {string.Join(", ", CrestaRegion.All)}, or AuthEndpoint.";
        }

        // One of the two faults is enough.
        foreach (
            var fault in ClientCredentialsOptionsValidator.Validate(Described(options, tokenEndpoint ?? CrestaRegion.All[0].AuthEndpoint)))
        {
            yield return fault;
        }
    }

    private static ClientCredentialsOptions Described(CrestaCredentialOptions options, Uri tokenEndpoint) => new()
    {
        ClientId = options.ClientId ?? "",
        ClientSecret = options.ClientSecret,
        ClientSecretProvider = options is { ClientSecretFile: not null, ClientSecret: null } ? static _ => ValueTask.FromResult("") : null,
        AuthEndpoint = tokenEndpoint,
    };
}
