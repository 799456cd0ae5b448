namespace Cresta.VoiceCallSession.Sdk.Laboratory.Proxies;

/// <summary>
/// nginx, which accepts HTTP/2 and passes it on by <c>grpc_pass</c>, also over REST, because <c>proxy_pass</c> speaks HTTP/1.1 to servers.
/// </summary>
internal static class NginxSetup
{
    public const string UnbufferedHttp1 = "proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering off; proxy_pass http://";
    public const string BufferedHttp1 = "proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering on; proxy_pass http://";

    private const string Grpc = "grpc_pass grpc://";

    /// <summary>
    /// Passes requests on by <paramref name="pass"/>; <paramref name="directives"/> of the server block override the general ones.
    /// </summary>
    public static ProxySetup Create(Uri upstream, string directives = "", string pass = Grpc) =>
        Create(upstream, "http2", directives, pass);

    /// <summary>Terminates TLS with this certificate, and passes requests on in clear text.</summary>
    public static ProxySetup CreateTls(Uri upstream, LoopbackCertificate certificate)
    {
        var setup = Create(upstream, "ssl http2", "ssl_certificate certificate.pem; ssl_certificate_key key.pem;", Grpc, "https");
        setup.SetFile("certificate.pem", certificate.Pem);
        setup.SetFile("key.pem", certificate.KeyPem);
        return setup;
    }

    private static ProxySetup Create(Uri upstream, string protocol, string directives, string pass, string scheme = "http")
    {
        var setup = new ProxySetup("nginx") { ReloadNotice = ", reconfiguring", Scheme = scheme };
        setup.Arguments = ["-e", "stderr", "-p", setup.Directory, "-c", setup.PathOf("nginx.conf")];
        setup.SetFile("nginx.conf", $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            pid nginx.pid;
            error_log stderr notice;
            worker_processes 1;
            worker_shutdown_timeout 1s;
            events { worker_connections 1024; }
            http {
                access_log /dev/stdout;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                client_max_body_size 0;
                client_body_timeout 1h;
                grpc_read_timeout 1h;
                grpc_send_timeout 1h;
                server {
                    listen 127.0.0.1:{{setup.Port}} {{protocol}};
                    {{directives}}
                    location / { {{pass}}{{upstream.Authority}}; }
                }
            }
            """);
        return setup;
    }
}
