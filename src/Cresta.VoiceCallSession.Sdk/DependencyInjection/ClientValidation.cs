using Cresta.VoiceCallSession.Sdk.Credentials;
using Cresta.VoiceCallSession.Sdk.Options;
using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// Checks all that a client is made from, its sections of the configuration and its credential included, and says everything that is wrong
/// in one message.
/// </summary>
internal sealed class ClientValidation(
    ClientRegistrations registrations, IEnumerable<ClientConfiguration> configurations,
        IOptionsFactory<CrestaCredentialOptions> credentials)
    : IValidateOptions<VoiceCallSessionClientOptions>
{
    // What a credential that is described, and not made yet, stands for where only its being there counts.
    private static readonly CrestaCredential StandIn = CrestaCredential.FromApiKey("described");

    public ValidateOptionsResult Validate(string? name, VoiceCallSessionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (name is null || !registrations.Has(name))
        {
            return ValidateOptionsResult.Skip;
        }

        var sources = configurations.Where(source => string.Equals(source.Name, name, StringComparison.Ordinal)).ToList();
        var described = credentials.Create(name);
        var effective = options.Copy();
        if (options.Credential is { IsAnonymous: true } && described.EffectiveKind != CrestaCredentialKind.None)
        {
            effective.Credential = StandIn;
        }

        List<string> faults =
        [
            .. sources.SelectMany(static source => source.Validate()),
            .. VoiceCallSessionClientOptionsValidator.Validate(effective),
            .. CrestaCredentialOptionsValidator.Validate(described, options.Endpoint),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"The options of the {ClientNames.Describe(name)}{From(sources)} are wrong: "
            + $"{string.Join(' ', faults)}");
    }

    private static string From(IReadOnlyCollection<ClientConfiguration> sources)
    {
        var paths = string.Join(", ", sources.Select(static source => source.Path).Where(static path => path.Length > 0));
        return paths.Length == 0 ? "" : $", configured in {paths},";
    }
}
