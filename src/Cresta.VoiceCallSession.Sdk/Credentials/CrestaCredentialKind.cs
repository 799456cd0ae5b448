namespace Cresta.VoiceCallSession.Sdk;

/// <summary>The kinds of credential that a configuration can name.</summary>
public enum CrestaCredentialKind
{
    /// <summary>No credential.</summary>
    None = 0,

    /// <summary>See <see cref="CrestaCredential.FromApiKey"/>.</summary>
    ApiKey = 1,

    /// <summary>See <see cref="CrestaCredential.FromClientCredentials(ClientCredentialsOptions)"/>.</summary>
    ClientCredentials = 2,
}
