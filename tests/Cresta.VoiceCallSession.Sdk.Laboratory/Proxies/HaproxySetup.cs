namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>haproxy, which speaks HTTP/2 on both sides, or passes bytes on.</summary>
internal static class HaproxySetup
{
    private const int DefaultIdleSeconds = 3600;

    /// <summary>HTTP/2 on both sides, with the idle time-out for both and further directives of the frontend.</summary>
    public static ProxySetup Create(Uri upstream, int idleSeconds = DefaultIdleSeconds, string frontend = "") =>
        Create($"""
            frontend clients
                mode http
                option httplog
                bind 127.0.0.1:PORT proto h2
                {frontend}
                default_backend servers
            backend servers
                mode http
                server fake {upstream.Authority} proto h2
            """, idleSeconds);

    /// <summary>Bytes as they are, with the idle time-out for both sides.</summary>
    public static ProxySetup CreateTcp(Uri upstream, int idleSeconds = DefaultIdleSeconds) =>
        Create($"""
            listen clients
                mode tcp
                option tcplog
                bind 127.0.0.1:PORT
                server fake {upstream.Authority}
            """, idleSeconds);

    private static ProxySetup Create(string proxies, int idleSeconds)
    {
        var setup = new ProxySetup("haproxy") { ReloadSignal = "USR2", ReloadNotice = "Reloading HAProxy" };
        setup.Arguments = ["-W", "-db", "-f", setup.PathOf("haproxy.cfg")];
        setup.SetFile("haproxy.cfg", $"""
            global
                hard-stop-after 1s
                log stdout format raw local0
            defaults
                log global
                timeout connect 1s
                timeout http-request 2s
                timeout client {idleSeconds}s
                timeout server {idleSeconds}s
            {proxies.Replace("PORT", $"{setup.Port}", StringComparison.Ordinal)}

            """);
        return setup;
    }
}
