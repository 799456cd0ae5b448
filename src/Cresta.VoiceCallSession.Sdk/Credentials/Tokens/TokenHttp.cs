using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Credentials.Tokens;

/// <summary>What requests for tokens are sent with.</summary>
internal static class TokenHttp
{
    public static HttpMessageInvoker Create(ClientCredentialsOptions options)
    {
        if (options.Handler is { } given)
        {
            return new HttpMessageInvoker(given, disposeHandler: false);
        }

        var handler = CreateHandler(options.AuthEndpoint);
        try
        {
            options.ConfigureHandler?.Invoke(handler);

            // A redirect would carry the secret, or lose it, to wherever the answer says.
            handler.AllowAutoRedirect = false;
            return new HttpMessageInvoker(handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    /// <summary>A handler with the settings that fit requests for tokens. Redirects are not followed.</summary>
    public static SocketsHttpHandler CreateHandler(Uri? address) => new()
    {
        // A secret in clear text stays on this machine.
        UseProxy = address is null || !LoopbackAddress.IsClearText(address),

        ConnectTimeout = TimeSpan.FromSeconds(5),

        // Tokens are rarely asked for: a connection that is kept would only be one that has died unseen, or leads to where a name pointed
        // once.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        AllowAutoRedirect = false,
    };
}
