namespace Cresta.VoiceCallSession.Sdk.Diagnosis.Probes;

/// <summary>Whether connections go through a proxy, decided as HttpClient decides it.</summary>
/// <param name="Proxy">The proxy, or null for none.</param>
/// <param name="Source">Where the proxy comes from, in words.</param>
/// <param name="FirstHost">The name or address of the first host on the way.</param>
/// <param name="FirstPort">Its port.</param>
internal sealed record Route(Uri? Proxy, string Source, string FirstHost, int FirstPort)
{
    /// <summary>Why the proxy's settings could not be read, or null. HttpClient goes straight to the endpoint then.</summary>
    public Exception? Fault { get; init; }

    /// <summary>The proxy without what may be a password.</summary>
    public string ProxyAddress => Proxy?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) ?? "none";

    /// <param name="handler">What makes the connections; null where that is not known.</param>
    /// <param name="endpoint">Where they lead.</param>
    public static Route Find(SocketsHttpHandler? handler, Uri endpoint)
    {
        if (handler is not { UseProxy: true })
        {
            return Through(proxy: null, "none", endpoint);
        }

        var source = handler.Proxy is null ? "the environment or the system" : "the client's handler";
        var proxies = handler.Proxy ?? HttpClient.DefaultProxy;
        try
        {
            var proxy = proxies.IsBypassed(endpoint) ? null : proxies.GetProxy(endpoint);
            return Through(proxy is null || proxy == endpoint ? null : proxy, source, endpoint);
        }
#pragma warning disable CA1031 // The settings may be the application's code; HttpClient takes any failure for "no proxy".
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Through(proxy: null, source, endpoint) with { Fault = e };
        }
    }

    private static Route Through(Uri? proxy, string source, Uri endpoint) =>
        new(proxy, source, (proxy ?? endpoint).IdnHost, (proxy ?? endpoint).Port);
}
