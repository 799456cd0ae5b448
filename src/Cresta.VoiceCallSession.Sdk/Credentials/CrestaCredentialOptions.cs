using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// A credential as a configuration describes it, for clients that <c>AddVoiceCallSessionClient</c> registers: named options, one for each
/// client, bound to the section <c>Credential</c> below the client's own. Used where <see cref="VoiceCallSessionClientOptions.Credential"/>
/// is left alone.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CrestaCredentialOptions
{
    /// <summary>The kind of credential.</summary>
    /// <value>Null by default: the kind that the other values belong to.</value>
    public CrestaCredentialKind? Kind { get; set; }

    /// <summary>
    /// The key, for <see cref="CrestaCredentialKind.ApiKey"/>; nothing else is needed with it. A changed one serves what begins from then
    /// on.
    /// </summary>
    /// <value>Null by default.</value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ApiKey { get; set; }

    /// <summary>The client's id, for <see cref="CrestaCredentialKind.ClientCredentials"/>.</summary>
    /// <value>Null by default.</value>
    public string? ClientId { get; set; }

    /// <summary>
    /// The client's secret. It is read again before each request for a token, so that a changed one serves the next, also of running calls.
    /// </summary>
    /// <value>Null by default; either this or <see cref="ClientSecretFile"/>.</value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ClientSecret { get; set; }

    /// <summary>
    /// A file that holds the client's secret, a line break at its end aside. It is read again before each request for a token.
    /// </summary>
    /// <value>A path; null by default; either this or <see cref="ClientSecret"/>.</value>
    public string? ClientSecretFile { get; set; }

    /// <summary>The name of the region whose token endpoint is asked, see <see cref="CrestaRegion.FromName"/>.</summary>
    /// <value> Null by default; either this or <see cref="AuthEndpoint"/>. Neither is needed if the client's endpoint names its region, see
    /// <see cref="CrestaRegion.FromEndpoint"/>; a customer's host, <c>api-&lt;customer&gt;.cresta.com</c>, does not. </value>
    public string? Region { get; set; }

    /// <summary>The token endpoint, see <see cref="ClientCredentialsOptions.AuthEndpoint"/>.</summary>
    /// <value>Null by default; either this or <see cref="Region"/>, unless the client's endpoint names its region.</value>
    public Uri? AuthEndpoint { get; set; }

    internal CrestaCredentialKind EffectiveKind =>
        Kind ?? (ApiKey is not null ? CrestaCredentialKind.ApiKey : HasClientValues
            ? CrestaCredentialKind.ClientCredentials : CrestaCredentialKind.None);

    internal bool HasClientValues => (ClientId ?? ClientSecret ?? ClientSecretFile ?? Region ?? AuthEndpoint?.OriginalString) is not null;

    /// <summary>Names the kind of options, and nothing of what they hold.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "credential options (redacted)";

    /// <summary>The token endpoint, or null if nothing tells it. Only of options whose region is known.</summary>
    /// <param name="endpoint">The client's endpoint, which may name its region.</param>
    internal Uri? TokenEndpoint(Uri? endpoint) =>
        AuthEndpoint ?? (Region is null ? CrestaRegion.FindByEndpoint(endpoint) : CrestaRegion.FromName(Region))?.AuthEndpoint;
}
