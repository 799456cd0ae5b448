using Key = Cresta.VoiceCallSession.Sdk.DependencyInjection.OptionKey<Cresta.VoiceCallSession.Sdk.CrestaCredentialOptions>;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Every option of a credential that a configuration can set.</summary>
internal static class CredentialOptionKeys
{
    public static IReadOnlyList<Key> All { get; } =
    [
        Key.Choice<CrestaCredentialKind>("Kind", o => o.Kind, (o, v) => o.Kind = v) with { IsSecret = true },
        Key.Text("ApiKey", o => o.ApiKey, (o, v) => o.ApiKey = v) with { IsSecret = true },
        Key.Text("ClientId", o => o.ClientId, (o, v) => o.ClientId = v) with { IsSecret = true },
        Key.Text("ClientSecret", o => o.ClientSecret, (o, v) => o.ClientSecret = v) with { IsSecret = true },
        Key.Text("ClientSecretFile", o => o.ClientSecretFile, (o, v) => o.ClientSecretFile = v),
        Key.Text("Region", o => o.Region, (o, v) => o.Region = v),
        Key.Address("AuthEndpoint", o => o.AuthEndpoint, (o, v) => o.AuthEndpoint = v),
    ];
}
