using Cresta.VoiceCallSession.Sdk.Credentials;
using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// What a client proves its identity with. How the VoiceCallSession service authenticates is <em>assumed</em> from Cresta's public clients
/// of its other APIs. Thread-safe. <see cref="object.ToString"/> never shows a secret.
/// </summary>
public abstract class CrestaCredential
{
    /// <summary>Only the SDK derives from this type, for now.</summary>
    private protected CrestaCredential()
    {
    }

    /// <summary>No credential: no <c>authorization</c> header is sent.</summary>
    public static CrestaCredential None { get; } = new NoCredential();

    /// <summary>A static API key, sent as <c>Authorization: ApiKey …</c> with every request.</summary>
    /// <param name="apiKey">The key.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The key is empty or has characters that a header cannot carry.</exception>
    public static CrestaCredential FromApiKey(string apiKey)
    {
        HeaderText.ThrowIfUnfit(apiKey);
        return new ApiKeyCredential(apiKey);
    }

    /// <summary>
    /// A bearer token, sent as <c>Authorization: Bearer …</c>. The provider is asked once for each request and each stream that is opened;
    /// it should cache. A provider that throws, or has not returned within 30 s, fails the attempt with a
    /// <see cref="VoiceCallSessionException"/> that may pass.
    /// </summary>
    /// <param name="provider">Gives the current token. Called from any thread, also concurrently.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static CrestaCredential FromAccessToken(Func<CancellationToken, ValueTask<string>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return FromAccessToken(async token => new CrestaAccessToken(await provider(token).ConfigureAwait(false), ExpiresAt: null));
    }

    /// <summary>
    /// A bearer token whose expiry is known, sent as <c>Authorization: Bearer …</c>. The provider is asked once for each request and each
    /// stream that is opened; it should cache. A provider that throws, or has not returned within 30 s, fails the attempt with a
    /// <see cref="VoiceCallSessionException"/> that may pass.
    /// </summary>
    /// <param name="provider">Gives the current token and when it expires. Called from any thread, also concurrently.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static CrestaCredential FromAccessToken(Func<CancellationToken, ValueTask<CrestaAccessToken>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new AccessTokenCredential(provider, AccessTokenCredential.DefaultTimeout, TimeProvider.System);
    }

    /// <summary>
    /// OAuth 2 client credentials: tokens from a region's token endpoint, cached until 5 minutes before they expire (half their life when
    /// that is shorter), fetched once for all who need one, and renewed ahead of need. How Cresta gives them out is <em>assumed</em> from
    /// its public clients of its other APIs.
    /// </summary>
    /// <param name="clientId">The client's id.</param>
    /// <param name="clientSecret">The client's secret, which does not change.</param>
    /// <param name="region">The region.</param>
    /// <returns>The credential. It owns connections: dispose of it after the clients that use it.</returns>
    /// <exception cref="ArgumentException">The id or the secret is empty or holds characters that it cannot hold.</exception>
    public static CrestaClientCredential FromClientCredentials(string clientId, string clientSecret, CrestaRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return FromClientCredentials(clientId, clientSecret, region.AuthEndpoint);
    }

    /// <summary>
    /// OAuth 2 client credentials from a token endpoint of any address, else as
    /// <see cref="FromClientCredentials(string, string, CrestaRegion)"/>.
    /// </summary>
    /// <param name="clientId">The client's id.</param>
    /// <param name="clientSecret">The client's secret, which does not change.</param>
    /// <param name="authEndpoint">The token endpoint, see <see cref="ClientCredentialsOptions.AuthEndpoint"/>.</param>
    /// <returns>The credential. It owns connections: dispose of it after the clients that use it.</returns>
    /// <exception cref="ArgumentException">
    /// The id or the secret is empty or holds characters that it cannot hold, or the address is not https (or http on this machine).
    /// </exception>
    public static CrestaClientCredential FromClientCredentials(string clientId, string clientSecret, Uri authEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(clientSecret);
        ArgumentNullException.ThrowIfNull(authEndpoint);
        var options = new ClientCredentialsOptions { ClientId = clientId, ClientSecret = clientSecret, AuthEndpoint = authEndpoint };
        ClientCredentialsOptionsValidator.ThrowIfInvalid(options, parameterName: null);
        return new CrestaClientCredential(options);
    }

    /// <summary>
    /// OAuth 2 client credentials with every choice, else as <see cref="FromClientCredentials(string, string, CrestaRegion)"/>.
    /// </summary>
    /// <param name="options">How; they are copied.</param>
    /// <returns>The credential. It owns connections: dispose of it after the clients that use it.</returns>
    /// <exception cref="ArgumentException">Options are wrong. The message names them all, and no secret.</exception>
    public static CrestaClientCredential FromClientCredentials(ClientCredentialsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Copy();
        ClientCredentialsOptionsValidator.ThrowIfInvalid(own, nameof(options));
        return new CrestaClientCredential(own);
    }

    /// <summary>Whether requests carry no credential.</summary>
    internal virtual bool IsAnonymous => false;

    /// <summary>When the token that was given last expires, or null where that is unknown or where nothing expires.</summary>
    internal virtual DateTimeOffset? ExpiresAt => null;

    /// <summary>How far this machine's clock is ahead of the token server's, to the second; null where that is unknown.</summary>
    internal virtual TimeSpan? ClockSkew => null;

    /// <summary>Why the last attempt to get a token failed; null where it did not.</summary>
    internal virtual VoiceCallSessionException? LastFailure => null;

    /// <summary>The value of the <c>authorization</c> header for the next request, or null for none.</summary>
    internal abstract ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken);

    /// <summary>Whether asking again may give another value than one that was refused.</summary>
    internal virtual bool CanRefresh => true;

    /// <summary>
    /// The service refused this authorization although it was thought current: the next request gets another one, if there is another to be
    /// had. Does nothing where a newer one has taken its place already.
    /// </summary>
    /// <param name="rejectedAuthorization">The value of the <c>authorization</c> header that was refused.</param>
    internal virtual void Invalidate(string rejectedAuthorization)
    {
    }
}
