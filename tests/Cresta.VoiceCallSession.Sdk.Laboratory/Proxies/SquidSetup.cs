namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>squid, which opens tunnels for those who give a name and a password.</summary>
internal static class SquidSetup
{
    public const string User = "bridge";
    public const string Password = "laboratory";

    // Of the user and the password above, as by: openssl passwd -apr1
    private const string KnownUsers = $"{User}:$apr1$laborato$JRAb6HABlIfW.oSSZqjU7.\n";

    public static ProxySetup Create()
    {
        // A name of its own, of at most 32 characters, keeps it apart from other instances on the machine.
        var name = $"lab{Guid.NewGuid():N}"[..20];
        var setup = new ProxySetup("squid") { SharedMemoryPrefix = $"{name}-" };
        setup.Arguments = ["-N", "-n", name, "-f", setup.PathOf("squid.conf")];
        setup.LogFiles = ["access.log", "cache.log"];
        Allow(setup);
        setup.SetFile("squid.conf", $"""
            http_port 127.0.0.1:{setup.Port}
            pid_filename {setup.PathOf("squid.pid")}
            access_log stdio:{setup.PathOf("access.log")}
            cache_log {setup.PathOf("cache.log")}
            coredump_dir {setup.Directory}
            cache deny all
            pinger_enable off
            shutdown_lifetime 0 seconds
            auth_param basic program /usr/lib/squid/basic_ncsa_auth {setup.PathOf("users")}
            auth_param basic children 1
            auth_param basic credentialsttl 1 second
            acl known proxy_auth REQUIRED
            http_access allow CONNECT known
            http_access deny all

            """);
        return setup;
    }

    public static void Allow(ProxySetup setup) => setup.SetFile("users", KnownUsers);

    public static void Refuse(ProxySetup setup) => setup.SetFile("users", "");
}
