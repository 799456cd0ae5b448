using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>
/// A section of the configuration that sets a client's options and its credential's, now and whenever it changes. Keeps no state.
/// </summary>
internal sealed class ClientConfiguration(string clientName, IConfiguration section)
    : IConfigureNamedOptions<VoiceCallSessionClientOptions>,
    IConfigureNamedOptions<CrestaCredentialOptions>,
    IOptionsChangeTokenSource<VoiceCallSessionClientOptions>,
    IOptionsChangeTokenSource<CrestaCredentialOptions>
{
    private const string Credential = "Credential";

    private static readonly SectionReader<VoiceCallSessionClientOptions> ClientReader = new(
        ClientOptionKeys.All, [Credential, ClientNames.NamedClients]);
    private static readonly SectionReader<CrestaCredentialOptions> CredentialReader = new(CredentialOptionKeys.All, []);

    private readonly string _prefix = section is IConfigurationSection { Path: var path } ? $"{path}:" : "";

    public string Name => clientName;

    /// <summary>Where the section is, or empty for the whole configuration.</summary>
    public string Path => _prefix.TrimEnd(':');

    /// <summary>The section that the application's configuration has for a client.</summary>
    public static ClientConfiguration Registered(IServiceProvider services, string clientName)
    {
        var root = (IConfiguration?)services.GetService(typeof(IConfiguration)) ?? throw new InvalidOperationException(
            $"The {ClientNames.Describe(clientName)} is configured from the section {ClientNames.SectionOf(clientName)}, but no "
                + $"IConfiguration is registered; use a host, or give AddVoiceCallSessionClient the section or an action.");
        return new ClientConfiguration(clientName, root.GetSection(ClientNames.SectionOf(clientName)));
    }

    public IChangeToken GetChangeToken() => section.GetReloadToken();

    public void Configure(string? name, VoiceCallSessionClientOptions options)
    {
        if (IsMine(name))
        {
            ClientReader.Read(section, _prefix, options);
        }
    }

    public void Configure(string? name, CrestaCredentialOptions options)
    {
        if (IsMine(name))
        {
            CredentialReader.Read(section.GetSection(Credential), $"{_prefix}{Credential}:", options);
        }
    }

    public void Configure(VoiceCallSessionClientOptions options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    public void Configure(CrestaCredentialOptions options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    /// <summary>What of the section says nothing.</summary>
    public IEnumerable<string> Validate()
    {
        var credential = section.GetSection(Credential);
        return
        [
            .. ClientReader.Read(section, _prefix, new VoiceCallSessionClientOptions()),
            .. CredentialReader.Read(credential, $"{_prefix}{Credential}:", new CrestaCredentialOptions()),
            .. string.IsNullOrEmpty(credential.Value) ? (string[])[]
                : [$"{_prefix}{Credential} has a value; give values to the keys below it instead: "
                + $"{string.Join(", ", CredentialOptionKeys.All.Select(static key => key.Path))}."],
        ];
    }

    private bool IsMine(string? name) => string.Equals(name, clientName, StringComparison.Ordinal);
}
