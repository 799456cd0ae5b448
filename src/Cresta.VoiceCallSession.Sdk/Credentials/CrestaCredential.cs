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
        return new AccessTokenCredential("ApiKey", "API key", _ => ValueTask.FromResult(new CrestaAccessToken(apiKey, ExpiresAt: null)));
    }

    /// <summary>
    /// A bearer token, sent as <c>Authorization: Bearer …</c>. The provider is asked once for each request and each stream that is opened;
    /// it should cache.
    /// </summary>
    /// <param name="provider">Gives the current token. Called from any thread, also concurrently.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static CrestaCredential FromAccessToken(Func<CancellationToken, ValueTask<string>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new AccessTokenCredential("Bearer", "access token", async token => new CrestaAccessToken(await provider(token).ConfigureAwait(false), ExpiresAt: null));
    }

    /// <summary>
    /// A bearer token whose expiry is known, sent as <c>Authorization: Bearer …</c>. The provider is asked once for each request and each stream that is
    /// opened; it should cache.
    /// </summary>
    /// <param name="provider">Gives the current token and when it expires. Called from any thread, also concurrently.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static CrestaCredential FromAccessToken(Func<CancellationToken, ValueTask<CrestaAccessToken>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new AccessTokenCredential("Bearer", "access token", provider);
    }

    /// <summary>When the token that was given last expires, or null where that is unknown or where nothing expires.</summary>
    internal virtual DateTimeOffset? ExpiresAt => null;

    /// <summary>The value of the <c>authorization</c> header for the next request, or null for none.</summary>
    internal abstract ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The service refused this authorization although it was thought current: the next request gets another one, if there is another to be had. Does
    /// nothing where a newer one has taken its place already.
    /// </summary>
    /// <param name="rejectedAuthorization">The value of the <c>authorization</c> header that was refused.</param>
    internal virtual void Invalidate(string rejectedAuthorization)
    {
    }
}
