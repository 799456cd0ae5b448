using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk;

/// <summary>
/// How a <see cref="CrestaClientCredential"/> gets its tokens (OAuth 2 client credentials). Mutable while being configured; a credential
/// copies it when it is made.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ClientCredentialsOptions
{
    /// <summary>The client's id, as Cresta gave it out.</summary>
    /// <value>Not empty, without a colon. No default: it must be given.</value>
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The client's secret, where it does not change while the process runs.</summary>
    /// <value>Null by default; either this or <see cref="ClientSecretProvider"/> must be given.</value>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Gives the client's secret as it is now: from a file, a vault, <c>IOptionsMonitor</c>, the environment. Asked before every request
    /// for a token, so that a rotated secret is used by the next one. Called from any thread, never twice at once. It may throw or take as
    /// long as <see cref="AttemptTimeout"/>; either counts as a failed attempt.
    /// </summary>
    /// <value>Null by default; either this or <see cref="ClientSecret"/> must be given.</value>
    public Func<CancellationToken, ValueTask<string>>? ClientSecretProvider { get; set; }

    /// <summary>
    /// The token endpoint: <c>https</c>, or <c>http</c> on this machine. An address without a path is given the path
    /// <c>/v1/oauth/regionalToken</c> (<em>assumed</em> from Cresta's public clients); any other path is kept. For a known region it is
    /// <see cref="CrestaRegion.AuthEndpoint"/>.
    /// </summary>
    /// <value>An absolute http or https address without user info and fragment. No default: it must be given.</value>
    public Uri? AuthEndpoint { get; set; }

    /// <summary>
    /// How a request for a token is retried: on network errors, HTTP 408, 429 and 5xx, with <c>Retry-After</c> honoured. A refused secret
    /// is not.
    /// </summary>
    /// <value>10 retries by default, the first after 200 ms, the later ones after at most 5 s, within <see cref="Timeout"/>.</value>
    public VoiceCallSessionRetryOptions Retry { get; set; } = new() { MaxRetryAttempts = 10, BaseDelay = TimeSpan.FromMilliseconds(200) };

    /// <summary>
    /// The longest that getting a token may take, retries included. A call that waits for it may give up earlier, by its own time-out.
    /// </summary>
    /// <value>10 ms to 1 day; 30 s by default.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a single request for a token may take, the secret's provider included.</summary>
    /// <value>10 ms to 1 day; 10 s by default.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Last word on the handler that the credential makes and owns: proxy, client certificate, trusted issuers. Called once, when the
    /// credential is made. Redirects are not followed, whatever it sets.
    /// </summary>
    /// <value>Null by default.</value>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>
    /// A handler to send with instead of one that the credential makes. It stays the caller's: the credential does not dispose of it. It
    /// must not follow redirects.
    /// </summary>
    /// <value>Null by default; not together with <see cref="ConfigureHandler"/>.</value>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Where time comes from.</summary>
    /// <value><see cref="TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Names the kind of options, and nothing of what they hold.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "client credentials options (redacted)";

    internal ClientCredentialsOptions Copy()
    {
        var copy = (ClientCredentialsOptions)MemberwiseClone();
        copy.Retry = Retry?.Copy()!;
        return copy;
    }
}
